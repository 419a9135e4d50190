// Swagger UI over this server's own description; no validator of a third party is asked.

globalThis.SwaggerUIBundle({
  url: new URL('../openapi.yaml', import.meta.url).href,
  dom_id: '#docs',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
});
