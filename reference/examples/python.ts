import {
  answersJson,
  headersOf,
  type Json,
  NOW,
  NOW_NANOS,
  NOW_SECONDS,
  targetOf,
  type WholeExample,
} from './example.ts';
import { type Dialect, literal } from './literal.ts';

const times: Readonly<Record<string, string>> = {
  [NOW]: 'datetime.now(timezone.utc).isoformat()',
  [NOW_SECONDS]: 'str(int(time.time()))',
  [NOW_NANOS]: 'str(int(time.time())) + "000000000"',
};

const python: Dialect = {
  text: (value) => times[value] ?? JSON.stringify(value),
  key: (name) => JSON.stringify(name),
  words: { null: 'None', true: 'True', false: 'False' },
  endsWithComma: true,
  step: 4,
};

/** A request in Python, by its standard library alone. */
export function pythonOf(example: WholeExample): string {
  const { route, body, form, text } = example;
  const hasAnswer = answersJson(example);
  const texts = JSON.stringify([body, form]);
  const imports = [
    ...(hasAnswer || body !== undefined ? ['import json'] : []),
    'import os',
    ...([NOW_SECONDS, NOW_NANOS].some((now) => texts.includes(now)) ? ['import time'] : []),
    ...(texts.includes(NOW) ? ['from datetime import datetime, timezone'] : []),
    ...(form === undefined ? [] : ['from urllib.parse import urlencode']),
    'from urllib.request import Request, urlopen',
  ];
  const headers = [
    ...(route.scope === undefined
      ? []
      : ['"Authorization": "Bearer " + os.environ["FARTHING_API_KEY"]']),
    ...headersOf(example).map(([name, value]) => `"${name}": ${python.text(value)}`),
  ];
  const asked = [
    `os.environ["FARTHING_URL"] + ${JSON.stringify(targetOf(example))}`,
    ...(route.method === 'GET' ? [] : [`method="${route.method}"`]),
    ...(headers.length === 0 ? [] : [`headers={\n        ${headers.join(',\n        ')},\n    }`]),
    ...(body === undefined ? [] : [`data=json.dumps(${inner(body)}).encode()`]),
    ...(text === undefined ? [] : [`data=${JSON.stringify(text)}.encode()`]),
    ...(form === undefined ? [] : [`data=urlencode(${inner(form)}).encode()`]),
  ];
  return [
    ...imports,
    '',
    `request = Request(\n    ${asked.join(',\n    ')},\n)`,
    'with urlopen(request) as answer:',
    hasAnswer ? '    print(json.load(answer))' : '    print(answer.status)',
  ].join('\n');
}

const inner = (value: Json): string => literal(value, python, 4);
