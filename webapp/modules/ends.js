// Ends many sessions: the server ends a page of them with each call, and says from where the next one goes on.

export async function endPages(client, path, parameters, note) {
  let answer;
  let ended = 0;
  let after = {};
  do {
    answer = await client.call('DELETE', `${path}?${new URLSearchParams({ ...parameters, ...after })}`, { note });
    ended += answer.json?.ended ?? 0;
    after = { after: answer.json?.next };
  } while (answer.ok && after.after);
  return { answer, ended };
}
