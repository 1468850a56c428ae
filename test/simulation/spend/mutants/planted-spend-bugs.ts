import type { Wallets } from '../../../../core/billing/ports.ts';
import { decimalOf } from '../../../../core/kernel/decimal.ts';
import { storedBytes, storedJson } from '../../../../core/spend/block.ts';
import type { CaptureRequest } from '../../../../core/spend/capture.ts';
import { capture } from '../../../../core/spend/capture.ts';
import type { UseRequest } from '../../../../core/spend/charge.ts';
import { chargeNow } from '../../../../core/spend/charge.ts';
import type { SpendDecision } from '../../../../core/spend/decision.ts';
import type { HoldRequest } from '../../../../core/spend/hold.ts';
import { hold } from '../../../../core/spend/hold.ts';
import type { SpendPage } from '../../../../core/spend/page.ts';
import type { ActivePayers, GivingTenants, SpendLog } from '../../../../core/spend/ports.ts';
import type { SweepPorts, sweepPayer } from '../../../../core/spend/sweep-payer.ts';
import type { ToRecord } from '../../../../core/spend/to-record.ts';
import { noUngatedUsage } from '../../../../core/spend/ungated-usage.ts';
import { walletsOf } from '../../../../core/spend/wallet-use.ts';
import type { GateVerbs } from '../gate/verbs.ts';
import { plantedGateBugs } from './planted-gate-bugs.ts';
import { plantedPassBugs } from './planted-pass-bugs.ts';
import { without } from './without.ts';

type Wrapped<Request> = <Outcome>(
  decision: SpendDecision<Outcome>,
  request: Request,
) => SpendDecision<Outcome>;

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedSpendBug {
  readonly name: string;
  readonly says: string;
  readonly log?: (log: SpendLog, stored: SpendLog) => SpendLog;
  readonly active?: (active: ActivePayers) => ActivePayers;
  readonly earn?: (earn: SweepPorts['earn']) => SweepPorts['earn'];
  readonly giving?: (giving: GivingTenants) => GivingTenants;
  readonly wallets?: (parts: Parameters<typeof walletsOf>[0]) => Wallets;
  readonly charge?: Wrapped<UseRequest>;
  readonly hold?: Wrapped<HoldRequest>;
  readonly capture?: Wrapped<CaptureRequest>;
  readonly buy?: <Outcome>(decision: SpendDecision<Outcome>) => SpendDecision<Outcome>;
  readonly sweep?: typeof sweepPayer;
  readonly eventId?: (record: ToRecord, sent: number) => string;
  readonly isNothingSent?: true;
  readonly gate?: Partial<GateVerbs>;
}

const withoutBounds = without((state) => {
  const { budgets, grants } = state;
  state.budgets = new Map();
  state.grants = [];
  return () => {
    state.budgets = budgets;
    state.grants = grants;
  };
});

const withoutHolds = without((state) => {
  const { holds } = state;
  const hidden = new Map(holds);
  state.holds = new Map();
  return () => {
    state.holds = new Map([...hidden, ...state.holds]);
  };
});

/** Every mistake, each alone. */
export const plantedSpendBugs: readonly PlantedSpendBug[] = [
  {
    name: 'unknown-is-put',
    says: 'a block whose put was not answered is taken for written',
    log: (log) => ({
      ...log,
      append: async (...asked) => {
        const outcome = await log.append(...asked);
        return outcome === 'unknown' ? 'put' : outcome;
      },
    }),
  },
  {
    name: 'taken-is-put',
    says: 'a block whose number was taken is taken for written',
    log: (log) => ({
      ...log,
      append: async (...asked) => {
        const outcome = await log.append(...asked);
        return outcome === 'taken' ? 'put' : outcome;
      },
    }),
  },
  {
    name: 'read-is-eventual',
    says: 'the tail is read without asking for the newest',
    log: (log) => ({
      ...log,
      read: async (tenant, of, after) => {
        const { blocks } = await log.read(tenant, of, after, 'eventual');
        const run = blocks.filter(({ seq }, index) => seq === after + 1 + index);
        return { blocks: run, more: false };
      },
    }),
  },
  {
    name: 'repeats-are-not-found',
    says: 'a key that is in the log is not looked up there',
    log: (log) => ({ ...log, readOne: async () => undefined }),
  },
  {
    name: 'pages-of-keys-are-empty',
    says: 'keys that left the tail are forgotten',
    log: (log) => ({
      ...log,
      readKeys: async (...asked) => {
        const pages = await log.readKeys(...asked);
        return new Map([...pages].map(([page, bytes]) => [page, bytes.subarray(0, 8)]));
      },
    }),
  },
  {
    name: 'nothing-is-held',
    says: 'what is held is not looked at when more is asked for',
    charge: (decision) => withoutHolds(decision),
    hold: (decision) => withoutHolds(decision),
  },
  {
    name: 'late-captures-are-not-asked',
    says: 'a hold that has ended is captured whether it fits or not',
    capture: (decision) => withoutBounds(decision),
  },
  {
    name: 'tax-is-not-asked-for',
    says: 'budgets are asked for the net, and the gross is taken',
    charge: (_, request) => {
      const { terms } = request;
      const domain: typeof terms.domain = (key) => {
        const own = terms.domain(key);
        return own === undefined ? undefined : { ...own, taxRate: decimalOf(0n) };
      };
      return chargeNow({ ...request, terms: { ...terms, domain } }) as never;
    },
  },
  {
    name: 'ungated-is-not-asked',
    says: 'usage beside the log is not looked at',
    charge: (_, request) => chargeNow({ ...request, ungated: noUngatedUsage }) as never,
    hold: (_, request) => hold({ ...request, ungated: noUngatedUsage }) as never,
  },
  {
    name: 'captured-as-quoted',
    says: 'a capture costs what its units would have cost alone, as the first of the month',
    capture: (_, request) => {
      const own = capture(request);
      return {
        ...own,
        decide: (page: SpendPage) => {
          const { captured } = page.state;
          page.state.captured = new Map();
          try {
            return own.decide(page);
          } finally {
            page.state.captured = captured;
          }
        },
      } as never;
    },
  },
  {
    name: 'holds-by-their-last-unit',
    says: 'a hold fits where all of it fits, though a part of it may cost more',
    hold: (_, request) => {
      const { terms } = request;
      const domain: typeof terms.domain = (key) => {
        const own = terms.domain(key);
        if (own?.charge.price.model !== 'volume') return own;
        const last = own.charge.price.tiers.at(-1);
        return last === undefined
          ? own
          : { ...own, charge: { ...own.charge, price: { model: 'volume', tiers: [last] } } };
      };
      return hold({ ...request, terms: { ...terms, domain } }) as never;
    },
  },
  {
    name: 'told-before-it-is-sent',
    says: 'events are taken for sent, and are not',
    isNothingSent: true,
  },
  {
    name: 'payers-are-not-marked',
    says: 'no mark says that a log was written',
    active: (active) => ({ ...active, mark: async () => undefined }),
  },
  {
    name: 'another-event-each-time',
    says: 'an event that is sent again has another id',
    eventId: ({ id }, sent) => `${id} ${sent}`,
  },
  {
    name: 'marks-go-at-once',
    says: 'a mark is taken away once it was looked at',
    sweep: async (ports, marked) => {
      await ports.active.unmark(marked);
      return { ended: [], untold: 0, isDone: true };
    },
  },
  {
    name: 'refused-as-remembered',
    says: 'what a process remembers is enough to refuse',
    log: (log) => {
      let isRead = false;
      return {
        ...log,
        read: async (...asked) => {
          if (isRead && asked[2] > 0) {
            isRead = false;
            return { blocks: [], more: false };
          }
          isRead = true;
          return log.read(...asked);
        },
      };
    },
  },
  {
    name: 'giving-is-not-marked',
    says: 'no mark says that a tenant gave money',
    giving: (giving) => ({ ...giving, mark: async () => undefined }),
  },
  {
    name: 'kept-without-what-was-drawn',
    says: 'a kept state forgets what captures took of a wallet before it',
    log: (log) => ({
      ...log,
      readState: async (...asked) => {
        const state = await log.readState(...asked);
        if (state === undefined) return undefined;
        const kept = storedJson(state.bytes) as object;
        return { ...state, bytes: storedBytes({ ...kept, drawn: [] }) };
      },
    }),
  },
  {
    name: 'wallets-without-the-tail',
    says: 'closings look at kept states, and not at the blocks after them',
    wallets: ({ log, ...parts }) =>
      walletsOf({
        ...parts,
        log: {
          readState: (...asked) => log.readState(...asked),
          read: async () => ({ blocks: [], more: false }),
        },
      }),
  },
  {
    name: 'ended-is-not-booked',
    says: 'what has ended is taken out of the wallet before it is booked',
    earn: (earn) => async (tenant, ended) => {
      void earn(tenant, ended).catch(() => undefined);
      return true;
    },
  },
  {
    name: 'nobody-looks-at-ends',
    says: 'what was bought and has ended is not looked at',
    earn: () => async () => false,
  },
  ...plantedPassBugs,
  ...plantedGateBugs,
];
