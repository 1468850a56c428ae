import { describe, expect, it } from '@jest/globals';
import { Rejection } from '../../core/kernel/rejection.ts';
import { timestampOf } from '../../core/kernel/timestamp.ts';
import { eventWindow } from '../../core/metering/intake/event-time.ts';
import { usageEventFrom } from '../../core/metering/intake/usage-event-from.ts';
import { fakeFarthing } from './support/fake-farthing.ts';
import type { FakeAnswer, SeenRequest } from './support/http-server.ts';
import { csv, ofWarehouse, send } from './support/tally-files.ts';

interface ThereBefore {
  readonly time: string;
  readonly revision: string;
  /** Whether it can be taken out no more. */
  readonly isSettled?: true;
}

interface Where {
  readonly from: string;
  readonly to: string;
  readonly data: { readonly revision: readonly string[] };
}

/** A correction that takes a moment, and then has taken three events out. It looks at so many hours in a request. */
function correcting(there: readonly ThereBefore[] = [], hoursAtOnce = 1_000) {
  const asked: SeenRequest[] = [];
  const foresee = ({ body }: SeenRequest): FakeAnswer => {
    const { from, to, data } = (JSON.parse(body) as { readonly where: Where }).where;
    const [first, last] = [Date.parse(from), Date.parse(to)];
    const reached = Math.floor(first / 3_600_000 + hoursAtOnce) * 3_600_000;
    const fit = there.filter(({ time, revision }) => {
      const at = Date.parse(time);
      const isWithin = at >= first && at < Math.min(last, reached);
      return isWithin && data.revision.includes(revision);
    });
    const settled = fit.filter(({ isSettled }) => isSettled).length;
    const upTo = reached < last ? { upTo: new Date(reached).toISOString() } : {};
    const json = { dryRun: true, corrects: fit.length - settled, settled, ...upTo };
    return { status: 200, json, isStranger: true };
  };
  const interfere = (request: SeenRequest): FakeAnswer | undefined => {
    if (request.path === '/v1/corrections/dry-run') return foresee(request);
    if (!request.path.startsWith('/v1/corrections')) return undefined;
    asked.push(request);
    const isDone = request.method === 'GET';
    const json = { id: 'c1', status: isDone ? 'done' : 'running', corrected: isDone ? 3 : 0 };
    return { status: isDone ? 200 : 201, json, isStranger: true };
  };
  return { asked, interfere };
}

describe('a revision of tallies', () => {
  it('has a revision take out lower ones of its days before and after, each run of days at once', async () => {
    const { asked, interfere } = correcting();
    await using service = await fakeFarthing(interfere);
    const days = ['2026-11-17', '2026-11-20', '2026-11-18'].map((day) => `${day},acme,eu,1,1`);

    const revised = ['--revision', '3', '--reason', 'tests'];
    const { printed } = await send(service, csv(...days), ...ofWarehouse, ...revised);

    const posted = asked
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body) as object);
    const where = { type: 'calls', source: 'urn:warehouse', data: { revision: ['1', '2'] } };
    const between = (from: string, to: string) => ({
      reason: 'tests',
      where: { ...where, from: `${from}T12:00:00Z`, to: `${to}T12:01:00.000Z` },
    });
    const both = [between('2026-11-17', '2026-11-18'), between('2026-11-20', '2026-11-20')];
    expect(posted).toEqual([...both, ...both]);
    expect(printed).toContain('\n12 events of lower revisions taken out\n3 accepted\n');
    expect(service.events()).toMatchObject(days.map(() => ({ data: { revision: '3' } })));
  });

  const ofDay = csv('2026-11-20,acme,eu,1,1');
  const second = ['--revision', '2', '--reason', 'tests'];
  it.each<[string, readonly string[], ThereBefore, RegExp]>([
    [
      'a higher revision',
      second,
      { time: '2026-11-20T12:00:00Z', revision: '3' },
      /2026-11-20 has tallies of a revision above 2/,
    ],
    [
      'a higher revision, and is the first',
      [],
      { time: '2026-11-20T12:00:00Z', revision: '2' },
      /a revision above 1/,
    ],
    [
      'tallies of a time zone ahead',
      second,
      { time: '2026-11-20T11:00:00Z', revision: '1' },
      /another time zone than UTC/,
    ],
    [
      'tallies of the last time zone of all',
      second,
      { time: '2026-11-21T00:00:00Z', revision: '2' },
      /another time zone than UTC/,
    ],
    [
      'tallies that cannot be taken out',
      second,
      { time: '2026-11-20T12:00:00Z', revision: '1', isSettled: true },
      /cannot be taken out any more/,
    ],
  ])('sends nothing for a day that has %s', async (_, revision, before, words) => {
    const { asked, interfere } = correcting([before], 3);
    await using service = await fakeFarthing(interfere);

    const { code, warned } = await send(service, ofDay, ...ofWarehouse, ...revision);

    expect({ code, asked, sent: service.events() }).toEqual({ code: 1, asked: [], sent: [] });
    expect(warned).toMatch(words);
  });

  it('takes tallies of the days beside, and of its own revision, for no contradiction', async () => {
    const { interfere } = correcting([
      { time: '2026-11-18T23:00:00Z', revision: '3' },
      { time: '2026-11-19T23:00:00Z', revision: '2' },
      { time: '2026-11-20T23:00:00Z', revision: '3' },
    ]);
    await using service = await fakeFarthing(interfere);

    const auckland = ['--timezone', 'Pacific/Auckland'];
    const { code } = await send(service, ofDay, ...ofWarehouse, ...second, ...auckland);

    expect({ code, sent: service.events().length }).toEqual({ code: 0, sent: 1 });
  });

  it.each([[second], [[]], [[...second, '--dry-run']]])(
    'changes nothing for a day that events are taken for no more, with %j',
    async (options) => {
      const { asked, interfere } = correcting();
      await using service = await fakeFarthing(interfere);

      const both = csv('2026-11-20,acme,eu,1,1', '2026-09-20,acme,eu,1,1');
      const { code, warned } = await send(service, both, ...ofWarehouse, ...options);

      expect({ code, asked, sent: service.events() }).toEqual({ code: 1, asked: [], sent: [] });
      expect(warned).toMatch(/nothing was sent, for 2026-09-20: .*a backfill job/);
    },
  );

  it('says in a dry run of a revision what it would take out', async () => {
    const there = ['acme', 'zeta'].map(() => ({ time: '2026-11-20T12:00:00Z', revision: '1' }));
    const { asked, interfere } = correcting(there);
    await using service = await fakeFarthing(interfere);

    const { printed } = await send(service, ofDay, ...ofWarehouse, ...second, '--dry-run');

    expect(printed).toContain(
      '\n2 events of lower revisions would be taken out\nnothing was sent\n',
    );
    expect({ asked, sent: service.events() }).toEqual({ asked: [], sent: [] });
  });

  it('asks for the time of days with events that intake takes at no time', () => {
    const probe = { id: '1', source: 'urn:warehouse', type: 'tallies', subject: 'private-pass:' };
    const codeAt = (time: string) => {
      const window = eventWindow(timestampOf(Date.parse('2026-11-22T00:00:00Z')), {
        ...{ maxAge: 35 * 86_400, maxLead: 300 },
      });
      const outcome = usageEventFrom({ ...probe, time }, 'any', window);
      return outcome instanceof Rejection ? outcome.code : 'taken';
    };

    expect(
      ['2026-09-20', '2026-11-20', '2026-11-23'].map((day) => codeAt(`${day}T12:00:00Z`)),
    ).toEqual(['event.too-old', 'event.subject-reserved', 'event.too-new']);
  });
});
