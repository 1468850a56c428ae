import {
  answersJson,
  headersOf,
  NOW,
  NOW_NANOS,
  NOW_SECONDS,
  targetOf,
  type WholeExample,
} from './example.ts';
import { type Dialect, literal } from './literal.ts';

const times: Readonly<Record<string, string>> = {
  [NOW]: 'new Date().toISOString()',
  [NOW_SECONDS]: 'String(Math.floor(Date.now() / 1000))',
  [NOW_NANOS]: "Math.floor(Date.now() / 1000) + '000000000'",
};

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;

const typeScript: Dialect = {
  text: (value) => times[value] ?? quoted(value),
  key: (name) => (isName(name) ? name : quoted(name)),
  words: { null: 'null', true: 'true', false: 'false' },
  endsWithComma: true,
  step: 2,
};

/** A request in TypeScript: by the client library where it has a call for it, else by the platform's `fetch`. */
export function typeScriptOf(example: WholeExample): string {
  const { client } = example;
  if (client === undefined) return fetchOf(example);
  return 'sender' in client ? senderOf(client.sender) : readerOf(client.reader);
}

const settings = `  url: process.env.FARTHING_URL ?? '',
  apiKey: process.env.FARTHING_API_KEY ?? '',`;

const senderOf = (text: string): string => `import { createSender } from '@farthing/client';

const sender = createSender({
${settings}
  source: 'urn:magazine:web',
});

${text}

await sender.close();`;

const readerOf = (text: string): string => `import { createReader } from '@farthing/client';

const reader = createReader({
${settings}
});

${text}`;

function fetchOf(example: WholeExample): string {
  const { route, body, form, text } = example;
  const headers = [
    ...(route.scope === undefined
      ? []
      : [`Authorization: \`Bearer \${process.env.FARTHING_API_KEY}\``]),
    ...headersOf(example).map(([name, value]) => `${typeScript.key(name)}: ${quoted(value)}`),
  ];
  const options = [
    ...(route.method === 'GET' ? [] : [`method: '${route.method}'`]),
    ...(headers.length === 0 ? [] : [`headers: {\n    ${headers.join(',\n    ')},\n  }`]),
    ...(body === undefined ? [] : [`body: JSON.stringify(${literal(body, typeScript, 2)})`]),
    ...(text === undefined ? [] : [`body: ${quoted(text)}`]),
    ...(form === undefined ? [] : [`body: new URLSearchParams(${literal(form, typeScript, 2)})`]),
  ];
  const target = `\`\${process.env.FARTHING_URL}${targetOf(example)}\``;
  const call =
    options.length === 0
      ? `fetch(${target})`
      : `fetch(${target}, {\n  ${options.join(',\n  ')},\n})`;
  return [
    `const answer = await ${call};`,
    `if (!answer.ok) throw new Error(\`\${answer.status}: \${await answer.text()}\`);`,
    answersJson(example) ? 'console.log(await answer.json());' : 'console.log(answer.status);',
  ].join('\n');
}
