import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { refused } from '../cli/support/canned.ts';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';
import type { FakeAnswer, SeenRequest } from '../cli/support/http-server.ts';

const examples = join(import.meta.dirname, '../../examples');

/** How each is started; it is tried where its language is installed. */
const programs = {
  python: ['python3', [join(examples, 'python/send_events.py')]],
  go: ['go', ['run', join(examples, 'go/send_events.go')]],
} as const;

const isInstalled = (command: string): boolean =>
  spawnSync(command, [command === 'go' ? 'version' : '--version']).status === 0;

const itWith = (command: string, name: string, test: () => Promise<void>): void => {
  if (isInstalled(command)) it(name, test);
  else it.todo(`${name}: ${command} is not installed`);
};

function send(
  [command, args]: readonly [string, readonly string[]],
  url: string,
  lines: readonly object[],
  apiKey = 'ft_test_key_secret',
) {
  const environment = { FARTHING_URL: url, FARTHING_API_KEY: apiKey };
  const child = spawn(command, [...args, 'urn:example'], {
    env: { ...process.env, ...environment },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdin.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return new Promise<{ out: string; err: string }>((resolve) => {
    child.once('close', () => resolve({ out, err }));
  });
}

interface SentEvent {
  readonly id: string;
  readonly time: string;
  readonly data?: { readonly n?: number };
}
const eventsOf = ({ body }: SeenRequest): readonly SentEvent[] => JSON.parse(body) as SentEvent[];

/** As proxies answer. */
const strange: readonly FakeAnswer[] = [
  { status: 400, json: { code: 'request.invalid', detail: 'no' }, isStranger: true },
  { status: 400, json: { rejected: [{ index: 0 }, { index: 500 }] }, isStranger: true },
  { status: 302, headers: { location: '/elsewhere' }, isStranger: true },
];

function busy(): FakeAnswer {
  const answer = refused('queue.busy', 'busy');
  return answer === 'hang up'
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': '1' } };
}

/** Busy at first, then an answer is lost; proxies answer the last request; none may have more than 60 events. */
function interfere() {
  const first: FakeAnswer[] = [busy(), 'hang up'];
  const last = [...strange];
  return (request: SeenRequest): FakeAnswer | undefined => {
    const { length } = eventsOf(request);
    const tooLarge = length > 60 ? refused('request.too-large', 'too large') : undefined;
    return first.shift() ?? (length === 22 ? last.shift() : tooLarge);
  };
}

describe.each(Object.entries(programs))('the example in %s', (language, [command, args]) => {
  itWith(
    command,
    'sends each event once, as it was the first time, and says what is rejected',
    async () => {
      await using farthing = await fakeFarthing(interfere());
      const lines = Array.from({ length: 120 }, (_, n) => ({
        type: 'view',
        subject: 's',
        data: { n },
      }));
      const old = { type: 'view', subject: 's', time: '2026-01-01T00:00:00Z', data: { n: 120 } };
      const own = {
        id: 'own',
        type: 'view',
        subject: 's',
        time: '2026-11-20T00:00:00Z',
        data: { n: 121 },
      };

      const { out, err } = await send([command, args], farthing.url, [...lines, old, own]);

      expect([language, out]).toEqual([language, '121 accepted\n']);
      expect(err).toMatch(/^rejected .*event[.]too-old/);
      const counted = farthing.events() as unknown as readonly SentEvent[];
      expect(counted.map(({ data }) => data?.n).sort()).toEqual(
        [...lines.map(({ data }) => data.n), 121].sort(),
      );
      const sent = new Map<number | undefined, Set<string>>();
      for (const { data, id, time } of farthing.seen.flatMap(eventsOf)) {
        sent.set(data?.n, (sent.get(data?.n) ?? new Set()).add(`${id} ${time}`));
      }
      expect([...sent.values()].every(({ size }) => size === 1)).toBe(true);
      expect(farthing.seen.map((request) => eventsOf(request).length)).toEqual([
        ...[100, 100, 100, 50, 50],
        ...[22, 22, 22, 22],
      ]);
    },
  );

  itWith(command, 'refuses a key that cannot be one, and does not show it', async () => {
    const program = [command, args] as const;
    const { out, err } = await send(program, 'http://127.0.0.1:1', [], 'ft_test\nsecret');

    expect([language, out]).toEqual([language, '']);
    expect(err).toMatch(/^set FARTHING_API_KEY to the key as it was issued/);
    expect(err).not.toContain('ft_test');
  });
});
