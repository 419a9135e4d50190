// The protocol in Express, with a bcrypt hash of session id and secret in the session. CHECK=bcrypt compares it on each
// guarded call, CHECK=none never; STORE=postgres keeps sessions in PostgreSQL, STORE=memory in the process.
const bcrypt = require('bcrypt');
const express = require('express');
const session = require('express-session');

const { PORT, CHECK, STORE, DATABASE_URL } = process.env;

async function store() {
  if (STORE === 'memory') return new session.MemoryStore();
  const { Sequelize } = require('sequelize');
  const SequelizeStore = require('connect-session-sequelize')(session.Store);
  const database = new Sequelize(DATABASE_URL, { logging: false, pool: { max: 32 } });
  const sessions = new SequelizeStore({ db: database });
  await sessions.sync();
  return sessions;
}

function setHeaders(request, response, next) {
  response.set({
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  next();
}

function proves(request) {
  return bcrypt.compare(request.sessionID + request.get('secretid'), request.session.hash);
}

async function login(request, response) {
  if (request.session.hash && (await proves(request))) {
    return response.set('custom_status', 'A').json({ message: 'Session authorized successfully' });
  }
  if (request.get('authorization') !== 'Basic ' + btoa('general:general-password')) {
    return response.status(401).json({ message: 'Invalid credentials. Please try again' });
  }
  request.session.hash = await bcrypt.hash(request.sessionID + request.get('secretid'), 10);
  request.session.user = 'general';
  response.set('custom_status', 'N').json({ message: 'Logged in successfully' });
}

async function guarded(request, response) {
  if (!request.session.hash || (CHECK === 'bcrypt' && !(await proves(request)))) {
    return response.status(401).json({ message: 'Unauthorized. Please log in' });
  }
  response.json({ message: 'Here you can find employee details', employees: [] });
}

async function main() {
  const app = express();
  app.disable('x-powered-by');
  app.use(setHeaders);
  app.use(
    session({
      name: 'Session_ID',
      secret: 'a secret of the benchmark that signs cookies',
      store: await store(),
      resave: false,
      saveUninitialized: false,
      cookie: { maxAge: 150_000, httpOnly: true, sameSite: 'strict' },
    }),
  );
  app.get('/login', login);
  app.get('/guarded', guarded);
  app.listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
}

main();
