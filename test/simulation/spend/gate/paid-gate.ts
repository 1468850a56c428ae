import type { GateAnswer } from '../../../../core/contract/gate/shapes.ts';
import { gateAnswer } from '../../../../core/gate/answer.ts';
import type { GateAsked } from '../../../../core/gate/asked.ts';
import type { GateCapture } from '../../../../core/gate/capture.ts';
import { gateOf } from '../../../../core/gate/gate.ts';
import type { OfferSecrets } from '../../../../core/gate/ports.ts';
import type { PutOutcome } from '../../../../core/kernel/log.ts';
import { millisecondsPer } from '../../../../core/kernel/timestamp.ts';
import { KnownTerms, type LoadTerms } from '../../../../core/spend/protocol/known-terms.ts';
import { KnownUngated } from '../../../../core/spend/protocol/known-ungated.ts';
import type { SpendGate } from '../../../../core/spend/protocol/ports.ts';
import { tokenEntries } from '../../../../core/spend/token-entries.ts';
import { noUngatedUsage } from '../../../../core/spend/ungated-usage.ts';
import { inMemoryPasses } from '../../../fakes/passes.ts';
import { inMemoryShares } from '../../../fakes/shares.ts';
import type { Gate, GateParts } from '../gates.ts';
import type { ReadersTerms } from './terms.ts';
import { gateVerbs } from './verbs.ts';

const TERMS_KEPT_MS = 30 * millisecondsPer.second;
const PAYERS_MAX = 10;

/** The gate of one process, as it is asked over HTTP. */
export interface AskedGate {
  ask(tenant: string, asked: GateAsked): Promise<GateAnswer>;
  capture(tenant: string, id: string): Promise<GateCapture>;
  release(tenant: string, id: string): Promise<{ readonly id: string }>;
}

export interface PaidGateParts extends GateParts {
  readonly secrets: OfferSecrets;
  readonly terms: ReadersTerms;
}

/** What each process remembers dies with it. */
const known = new WeakMap<Gate, AskedGate>();

export function askedGate(gate: Gate, parts: PaidGateParts): AskedGate {
  const own = known.get(gate) ?? newGate(gate, parts);
  known.set(gate, own);
  return own;
}

function newGate(gate: Gate, parts: PaidGateParts): AskedGate {
  const paid = gateOf({
    spend: spendOf(gate, parts),
    secrets: secretsOf(gate, parts),
    tokens: tokenEntries(gate.ports.log),
  });
  const { ask, capture, release } = { ...gateVerbs, ...parts.bug?.gate };
  return {
    ask: async (tenant, asked) => gateAnswer(paid, tenant, asked, await ask(paid, tenant, asked)),
    capture: (tenant, id) => capture(paid, tenant, { id, quantity: undefined }),
    release: (tenant, id) => release(paid, tenant, id),
  };
}

/** What a plan says is read in one turn; what was used besides is nothing. */
function spendOf({ process, spend, sendEvents }: Gate, parts: PaidGateParts): SpendGate {
  const { network, dice, now, journal } = parts;
  const { books, settings, plans, catalogs } = parts.terms;
  const clock = { now };
  const limits = { keptMs: TERMS_KEPT_MS, payersMax: PAYERS_MAX };
  const load: LoadTerms = (tenant, payer, at) =>
    network.read(process, {
      name: 'terms.load',
      about: () => `${tenant} ${payer}`,
      perform: () => parts.terms.load(tenant, payer, at),
    });
  return {
    ...{ spend, clock, books, settings, plans, catalogs, passes: inMemoryPasses() },
    shares: inMemoryShares(),
    ofMonth: () => Promise.reject(new Error('no closed month is asked for here')),
    events: { send: (_, events) => sendEvents(events) },
    random: { bytes: (count) => Uint8Array.from({ length: count }, () => dice.below(256)) },
    terms: new KnownTerms(load, clock, limits),
    ungated: new KnownUngated(async () => noUngatedUsage, clock, limits),
    onNotice: ({ event, id }) => {
      if (event === 'spend.over-offer') journal.reached('released above its offer');
      journal.note(() => `${process.name} told of ${event} ${id}`);
    },
  };
}

function secretsOf({ process }: Gate, { network, secrets }: PaidGateParts): OfferSecrets {
  return {
    find: (tenant, version) =>
      network.read(process, {
        name: 'secrets.find',
        about: () => `${tenant} ${version}`,
        perform: () => secrets.find(tenant, version),
        shown: (secret) => (secret === undefined ? 'none' : 'found'),
      }),
    put: (tenant, version, secret) =>
      network.write<PutOutcome>(process, {
        name: 'secrets.put',
        about: () => `${tenant} ${version}`,
        perform: () => secrets.put(tenant, version, secret),
        unanswered: 'unknown',
      }),
  };
}
