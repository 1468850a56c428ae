import { createRequire } from 'node:module';
import process from 'node:process';

/** What any engine must be able to: load every entry both ways, send what is small and large, and fail as said. */
const url = process.argv.at(-1);
const require = createRequire(import.meta.url);
const asModule = await import('@farthing/client');
const { fileOutbox } = await import('@farthing/client/outbox');
const { exports } = require('@farthing/client/package.json');
for (const entry of Object.keys(exports).filter((path) => !path.endsWith('.json'))) {
  const name = `@farthing/client${entry.slice(1)}`;
  const both = [await import(name), require(name)];
  if (both.some((loaded) => Object.keys(loaded).length === 0)) throw new Error(`${name} is empty`);
}
for (const [name, { createSender }] of [
  ['esm', asModule],
  ['commonjs', require('@farthing/client')],
]) {
  const sender = createSender({
    url,
    apiKey: 'ft_test_key_secret',
    source: `urn:engine:${name}`,
    outbox: fileOutbox({ directory: `${process.argv.at(-2)}-${name}` }),
    onDrop: (drop) => console.error(drop),
  });
  for (let n = 0; n < 250; n += 1)
    sender.track({ type: 'view', subject: 's', data: { n, text: 'é'.repeat(n) } });
  const { unsent } = await sender.close();
  if (unsent !== 0) throw new Error(`${unsent} were not sent`);
}
const reader = asModule.createReader({ url, apiKey: 'k', attemptsMax: 1 });
const refusal = await reader.customer('nobody').catch((error) => error);
if (!(refusal instanceof asModule.GatewayError)) throw refusal;
console.log('sent');
