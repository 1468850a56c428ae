import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fakeFarthing } from '../cli/support/fake-farthing.ts';
import type { FakeAnswer, SeenRequest } from '../cli/support/http-server.ts';
import { capturedView, heldView, refusedView } from './support/canned-gate.ts';

const examples = join(import.meta.dirname, '../../examples');

/** How each is started; it is tried where its language is installed. */
const programs = {
  python: ['python3', [join(examples, 'python/gated_site.py'), '0'], '--version'],
  go: ['go', ['run', join(examples, 'go/gated_site.go'), '0'], 'version'],
} as const;

const token = { cookie: 'farthing-token=ftp_of_a_reader' };
const [asked, capture, release] = [
  '/v1/gate',
  `/v1/gate/${heldView.id}/capture`,
  `/v1/gate/${heldView.id}/release`,
];

const service = ({ path, body }: SeenRequest): FakeAnswer => {
  if (path === capture) return { status: 200, json: capturedView };
  if (path === release) return { status: 200, json: { id: heldView.id } };
  return { status: 200, json: body.includes('ftp_') ? heldView : refusedView };
};

async function started(command: string, args: readonly string[], url: string) {
  const environment = { FARTHING_URL: url, FARTHING_API_KEY: 'ft_test_key_secret' };
  // A group of its own: what `go run` starts ends with it.
  const child = spawn(command, args, { env: { ...process.env, ...environment }, detached: true });
  child.stderr.resume();
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.once('close', (code) => reject(new Error(`it ended with ${code}`)));
  });
  return { site: line.replace(/^listening on /, '').trim(), child };
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await ended;
}

describe.each(Object.entries(programs))('the site in %s', (_, [command, args, version]) => {
  const isInstalled = spawnSync(command, [version]).status === 0;
  const name = 'serves what is held and captured, gives back what it has not, and never bills anew';
  if (!isInstalled) {
    it.todo(`${name}: ${command} is not installed`);
    return;
  }

  it(name, async () => {
    const faults: FakeAnswer[] = [];
    let lostAt = asked;
    await using farthing = await fakeFarthing((request) =>
      request.path === lostAt ? (faults.shift() ?? service(request)) : service(request),
    );
    const { site, child } = await started(command, args, farthing.url);
    const seen = () => farthing.seen.splice(0).map(({ path }) => path);
    const view = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${site}${path}`, { headers });
      return [answer.status, answer.headers.get('cache-control'), await answer.text()] as const;
    };
    const fails = (path: string, ...all: readonly FakeAnswer[]): void => {
      lostAt = path;
      faults.push(...all);
    };

    try {
      const stranger = await fetch(`${site}/articles/1`, {
        headers: { authorization: 'Basic c2l0ZQ==' },
      });
      expect([stranger.status, stranger.headers.get('payment-required')]).toEqual([402, 'e30=']);
      expect(await stranger.json()).toMatchObject({ code: 'payment.required' });
      expect(farthing.seen[0]?.body).not.toContain('c2l0ZQ');
      expect(seen()).toEqual([asked]);

      expect(await view('/articles/1', token)).toEqual([200, 'private', 'the first article']);
      expect(seen()).toEqual([asked, capture]);

      expect(await view('/articles/none', token)).toEqual([
        404,
        null,
        'there is no such article\n',
      ]);
      expect(seen()).toEqual([asked, release]);

      fails(capture, 'hang up', 'hang up');
      expect(await view('/articles/1', token)).toEqual([200, 'private', 'the first article']);
      expect(seen()).toEqual([asked, capture, capture, capture]);

      fails(asked, 'hang up', { status: 503, isStranger: true });
      expect((await view('/articles/2', token))[0]).toBe(200);
      const keys = farthing.seen.slice(0, 3).map(({ body }) => body);
      expect([new Set(keys).size, seen().length]).toEqual([1, 4]);

      fails(asked, 'hang up', 'hang up', 'hang up');
      expect((await view('/articles/1', token)).slice(0, 2)).toEqual([503, 'no-store']);
    } finally {
      await stopped(child);
    }
  });
});
