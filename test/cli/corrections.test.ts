import { describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import { there } from '../support/there.ts';
import { refused } from './support/canned.ts';
import { fakeShell } from './support/fake-shell.ts';
import { type FakeAnswer, httpServer } from './support/http-server.ts';

const done = { id: 'c1', status: 'done', corrected: 1 };

/** What a dry run says, of more than it shows. */
const foreseen = {
  ...{
    dryRun: true,
    does: 'void',
    corrects: 412,
    already: 3,
    charged: 0,
    unchanged: 0,
    settled: 0,
  },
  upTo: '2026-10-03T11:00:00Z',
  usage: [
    {
      ...{ subject: 'reader-7', meter: 'views', period: '2026-10' },
      ...{ before: '1830', after: '1418', difference: '-412' },
    },
  ],
  usageTotal: 7,
  months: [
    {
      ...{ customer: 'press', period: '2026-10', bills: 'adjustment', events: 412 },
      closedBy: { id: 'inv_1', number: 'INV-1' },
      ...{ currency: 'EUR', before: '3.66', after: '2.836', difference: '-0.824' },
    },
  ],
  ...{ monthsTotal: 1, withoutPayer: 2, ofOthers: 0 },
};

async function run(
  args: readonly string[],
  answer: FakeAnswer = { status: 200, json: done, isStranger: true },
) {
  await using server = await httpServer(() => answer);
  const environment = { FARTHING_URL: server.url, FARTHING_API_KEY: 'k' };
  const { shell, warned, printed } = fakeShell({ environment });
  const code = await runFarthing(args, shell);
  const sent = server.seen.map(({ body }) => body);
  const paths = server.seen.map(({ path }) => path);
  return { code, warned: warned(), printed: printed(), sent, paths };
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

describe('farthing corrections void --dry-run', () => {
  it('shows what would change, what of that is not shown, and that nothing was done', async () => {
    const answer = { status: 200, json: foreseen, isStranger: true };

    const { printed, paths, code } = await run(
      ['corrections', 'void', ...filter, '--dry-run'],
      answer,
    );

    expect([code, paths]).toEqual([0, ['/v1/corrections/dry-run']]);
    const lines = printed.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'would correct 412 events',
        'left as they are: 3 corrected by another correction',
        'there are more: all below is of events before 2026-10-03T11:00:00Z; ask for a shorter period to see all',
        'reader-7 views 2026-10 1,830 1,418 -412',
        'the first 1 of 7',
        'press 2026-10 adjustment, after INV-1 3.66 2.836 -0.824 EUR',
        '2 events that nobody is billed for',
        'nothing was done: the same without --dry-run does it',
      ]),
    );
  });
});

describe('farthing corrections take-back --dry-run', () => {
  it('asks what taking it back does, and takes nothing back', async () => {
    const json = { ...foreseen, does: 'take-back', takesBack: 'c1' };

    const asked = await run(
      ['corrections', 'take-back', 'c1', '--reason', 'a reader', '--dry-run'],
      { status: 200, json, isStranger: true },
    );

    expect(asked.paths).toEqual(['/v1/corrections/dry-run']);
    expect(bodyOf(asked)).toEqual({ reason: 'a reader', takesBack: 'c1' });
    expect(asked.printed).toContain('would let 412 events count as before');
    expect(asked.printed).toContain('nothing was done');
  });
});

describe('farthing charge', () => {
  it('says what the event says besides', async () => {
    const asked = await run(['charge', 'ada', 'views', '--event-data', '{"path": "/a"}']);

    expect(bodyOf(asked)).toMatchObject({ payer: 'ada', data: { path: '/a' } });
  });
});
