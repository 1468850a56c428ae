import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { there } from '../support/there.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const done = { id: 'c1', status: 'done', corrected: 1 };

async function run(
  args: readonly string[],
  answer: FakeAnswer = { status: 200, json: done, isStranger: true },
) {
  await using server = await httpServer(() => answer);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, warned } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  return { code, warned: warned(), sent: server.seen.map(({ body }) => body) };
}

const bodyOf = ({ sent }: Awaited<ReturnType<typeof run>>): unknown => JSON.parse(there(sent[0]));
const filter = ['--from', '2026-10-08', '--to', '2026-11', '--source', 's', '--reason', 'wrong'];

describe('farthing corrections', () => {
  it('reads a day and a month as their beginnings in UTC, and a patch of the data', async () => {
    const amend = ['corrections', 'amend', ...filter, '--event-data', '{"bytes": 0}'];

    expect(bodyOf(await run(amend))).toMatchObject({
      where: { from: '2026-10-08T00:00:00Z', to: '2026-11-01T00:00:00Z', source: 's' },
      amend: { data: { bytes: 0 } },
    });
  });

  it.each([
    ['/where/from', '--from'],
    ['/where/subjects/0', '--subject'],
    ['/where/data/region', '--where'],
    ['/amend/type', '--to-type'],
    ['/amend/data', '--event-data'],
    ['/events/0/time', '--time'],
    ['/reason', '--reason'],
  ])('names the option that %s comes from', async (param, option) => {
    const answer = refused('request.invalid', 'give another', { param });

    const { warned } = await run(['corrections', 'amend', ...filter], answer);

    expect(warned).toContain(`option ${option}`);
  });
});

describe('farthing charge', () => {
  it('says what the event says besides', async () => {
    const asked = await run(['charge', 'ada', 'views', '--event-data', '{"path": "/a"}']);

    expect(bodyOf(asked)).toMatchObject({ payer: 'ada', data: { path: '/a' } });
  });
});
