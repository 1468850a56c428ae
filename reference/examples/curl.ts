import {
  hasBody,
  headersOf,
  NOW,
  NOW_NANOS,
  NOW_SECONDS,
  targetOf,
  type WholeExample,
} from './example.ts';
import { json, literal } from './literal.ts';

/** A request as a command of a POSIX shell. */
export function curlOf(example: WholeExample): string {
  const { route, body, form, text } = example;
  const usual = hasBody(example) ? 'POST' : 'GET';
  const method = route.method === usual ? '' : `-X ${route.method} `;
  const parts = [
    `curl ${method}"$FARTHING_URL${targetOf(example)}"`,
    ...(route.scope === undefined ? [] : ['-H "Authorization: Bearer $FARTHING_API_KEY"']),
    ...headersOf(example).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(literal(body, json, 2))}`]),
    ...(text === undefined ? [] : [`--data-binary ${quoted(text)}`]),
    ...Object.entries(form ?? {}).map(
      ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`,
    ),
  ];
  return parts.join(' \\\n  ');
}

/** In single quotes; what is known when it is sent is asked of `date`. */
const quoted = (text: string): string =>
  `'${text.replaceAll("'", String.raw`'\''`)}'`
    .replaceAll(NOW, `'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'`)
    .replaceAll(NOW_SECONDS, `'"$(date +%s)"'`)
    .replaceAll(NOW_NANOS, `'"$(date +%s)000000000"'`);
