import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { refused } from './support/canned.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import { fakeShell } from './support/fake-shell.ts';

const event = (id: string): string =>
  JSON.stringify({
    id,
    source: 's',
    type: 't',
    subject: 'u',
    time: '2026-11-20T00:00:00Z',
    data: {},
  });

async function sending(url: string, stdin: string | Buffer, ...options: string[]) {
  const environment = { FARTHING_URL: url, FARTHING_API_KEY: 'k' };
  const { shell, printed, warned } = fakeShell({ environment, stdin });
  const code = await runFarthing(['send', '-', ...options], shell);
  return { code, printed: printed(), warned: warned() };
}

describe('farthing send', () => {
  it('sends every line, in requests of at most 500 events', async () => {
    await using farthing = await fakeFarthing();
    const lines = Array.from({ length: 1100 }, (_, n) => event(`e${n}`));

    const { code, printed } = await sending(farthing.url, `${lines.join('\n')}\n\n`);

    expect(code).toBe(0);
    expect(farthing.events()).toHaveLength(1100);
    expect(farthing.seen).toHaveLength(3);
    expect(printed).toContain('1,100 events accepted');
  });

  it('sends requests of less than 1 MB', async () => {
    await using farthing = await fakeFarthing();
    const big = (id: string): string => event(id).replace('{}', JSON.stringify('x'.repeat(30_000)));

    await sending(farthing.url, Array.from({ length: 100 }, (_, n) => big(`e${n}`)).join('\n'));

    expect(farthing.events()).toHaveLength(100);
    expect(Math.max(...farthing.seen.map(({ body }) => Buffer.byteLength(body)))).toBeLessThan(1e6);
  });

  it('keeps the text of each event as it is, so that no number loses a digit', async () => {
    await using farthing = await fakeFarthing();
    const exact = event('e').replace('{}', '{"n": 12345678901234567890.123456789, "n2": 1e2}');

    await sending(farthing.url, exact);

    expect(farthing.seen[0]?.body).toBe(`[${exact}]`);
  });

  it.each(['[', '{'])('says that each event is one line where %s stands alone', async (opening) => {
    await using farthing = await fakeFarthing();

    const { code, printed } = await sending(farthing.url, `${opening}\n${event('a')}\n`);

    expect(code).toBe(1);
    expect(printed).toContain('write each event on a line of its own, without a list around');
    expect(farthing.events()).toHaveLength(1);
  });

  it('reports lines that are no event, by number, and sends the others', async () => {
    await using farthing = await fakeFarthing();
    const input = Buffer.concat([
      Buffer.from(`${event('a')}\n{"id": \n"text"\n[]\n`),
      Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
      Buffer.from(`${'x'.repeat(300_000)}\n${event('b')}`),
    ]);

    const { code, printed } = await sending(farthing.url, input, '--json');

    expect(code).toBe(1);
    expect(farthing.events().map(({ id }) => id)).toEqual(['a', 'b']);
    expect(JSON.parse(printed)).toMatchObject({
      accepted: 2,
      rejected: 5,
      rejectedByCode: { 'event.invalid': 5 },
      rejections: [
        { line: 2, detail: expect.stringContaining('not JSON') },
        { line: 3, detail: 'one JSON object a line is an event' },
        { line: 4, detail: 'one JSON object a line is an event' },
        { line: 5, detail: 'not UTF-8' },
        { line: 6, detail: expect.stringContaining('32 KB') },
      ],
    });
  });

  it('reports what the service rejects with the number of the line', async () => {
    await using farthing = await fakeFarthing();
    const old = event('old').replace('2026', '2025');

    const { code, printed } = await sending(farthing.url, `\n${event('a')}\n${old}\n${event('b')}`);
    const alone = await sending(farthing.url, old);

    expect([code, alone.code]).toEqual([1, 1]);
    expect(printed).toContain('2 events accepted');
    expect(printed).toContain('line 3: got 2025-11-20T00:00:00Z (event.too-old)');
    expect(alone.printed).toContain('line 1: got 2025-11-20T00:00:00Z (event.too-old)');
  });

  it('finds the line for which a whole request is refused, and sends the others', async () => {
    await using farthing = await fakeFarthing(({ body }) =>
      body.includes('__proto__')
        ? refused('request.forbidden-key', 'drop the key __proto__')
        : undefined,
    );
    const lines = Array.from({ length: 100 }, (_, n) => event(`e${n}`));
    lines[41] = event('bad').replace('{}', '{"__proto__": 1}');

    const { code, printed } = await sending(farthing.url, lines.join('\n'));

    expect(code).toBe(1);
    expect(farthing.events()).toHaveLength(99);
    expect(printed).toContain('1 event rejected');
    expect(printed).toContain('line 42: drop the key __proto__ (request.forbidden-key)');
  });

  it('stops when the key is refused, instead of trying every event', async () => {
    await using farthing = await fakeFarthing(() => ({
      status: 403,
      json: { message: 'Forbidden' },
    }));
    const lines = Array.from({ length: 5000 }, (_, n) => event(`e${n}`));

    const { code, warned } = await sending(farthing.url, lines.join('\n'));

    expect(code).toBe(1);
    expect(farthing.seen.length).toBeLessThanOrEqual(3);
    expect(warned).toContain('FARTHING_API_KEY');
  });
});
