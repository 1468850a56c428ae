import type { SpendBlock } from '../../../../core/spend/entry.ts';
import type { Violation } from '../../journal.ts';
import { type SimulatedPayer, tenant } from '../stage.ts';
import { type GateHeld, holdsOf } from './holds.ts';
import type { Readers } from './readers.ts';
import { type GateTry, isBusy, type Site } from './site.ts';

type Fault = Omit<Violation, 'about'>;

/** What is looked at of the gate, once all has come to rest. */
export interface GateLooked {
  readonly readers: readonly SimulatedPayer[];
  readonly blocksOf: (payer: SimulatedPayer) => readonly SpendBlock[];
  readonly offers: Readers['offers'];
  readonly site: Site;
}

/** How long an offer can be taken, and how long after that it is still answered. */
const OFFER_MS = 300_000;
const REPEATED_MS = 60_000;
/** Longer than a request takes. */
const ASKING_MS = 1_800_000;

export function gateViolation(looked: GateLooked): Violation | undefined {
  for (const payer of looked.readers) {
    const holds = holdsOf(payer, looked.blocksOf(payer));
    const tries = looked.site.tries.filter(({ visit }) => visit.payer === payer);
    const wrong =
      holdViolation(payer, holds, looked) ??
      chargedViolation(holds, tries, looked) ??
      answerViolation(holds, tries, looked);
    if (wrong !== undefined) return { ...wrong, about: payer.key };
  }
  return undefined;
}

/** What is held was agreed to, while that could be done. */
function holdViolation(
  payer: SimulatedPayer,
  holds: readonly GateHeld[],
  looked: GateLooked,
): Fault | undefined {
  for (const held of holds) {
    const { offer } = held;
    const wrong = offer.by === 'threshold' ? unaskedFault(held) : agreedFault(payer, held, looked);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const unaskedFault = ({ id, offer, threshold }: GateHeld): Fault | undefined =>
  offer.atMost > threshold
    ? { rule: 'no more than the threshold is paid unasked', detail: id }
    : undefined;

function agreedFault(
  payer: SimulatedPayer,
  { id, at, seq, offer }: GateHeld,
  { offers, site }: GateLooked,
): Fault | undefined {
  const agreed = offers.get(offer.nonce);
  const isTheirs = site.tries.some(
    ({ visit, from }) =>
      visit.payer === payer &&
      visit.tenant === tenant &&
      visit.nonce === offer.nonce &&
      visit.url === offer.resource &&
      visit.isGood &&
      from < seq,
  );
  if (agreed === undefined || !isTheirs) {
    return { rule: 'what is not offered to whom takes it holds nothing', detail: id };
  }
  if (at >= agreed.endsAt) return { rule: 'what has ended holds nothing', detail: id };
  if (offer.atMost === agreed.amount) return undefined;
  const detail = `${id} for at most ${offer.atMost}, offered for ${agreed.amount}`;
  return { rule: 'a hold keeps what was offered', detail };
}

/** What is charged was served, at no more than was agreed to, and once. */
function chargedViolation(
  holds: readonly GateHeld[],
  tries: readonly GateTry[],
  { offers, site }: GateLooked,
): Fault | undefined {
  const charged = holds.filter(({ capture }) => capture !== undefined);
  const nonces = new Set<string>();
  for (const { id, capture, offer, threshold } of charged) {
    const cost = (capture?.net ?? 0n) + (capture?.tax ?? 0n);
    const most = offers.get(offer.nonce)?.amount ?? threshold;
    if (!site.served.has(id)) return { rule: 'what was not served is not charged', detail: id };
    if (cost > most) {
      const detail = `${id}: ${cost}, agreed to ${most}`;
      return { rule: 'no more is charged than was agreed to', detail };
    }
    if (nonces.has(offer.nonce)) return { rule: 'an offer is charged once', detail: id };
    nonces.add(offer.nonce);
  }
  return pageViolation(charged, tries, offers);
}

function pageViolation(
  charged: readonly GateHeld[],
  tries: readonly GateTry[],
  offers: GateLooked['offers'],
): Fault | undefined {
  for (const url of new Set(charged.map(({ offer }) => offer.resource))) {
    const own = charged.filter(({ offer }) => offer.resource === url);
    const most = mostCharges(url, own, tries, offers);
    if (own.length <= most) continue;
    const detail = `${url}: ${own.length} times, agreed to ${most}`;
    return { rule: 'a page is charged as often as was agreed to', detail };
  }
  return undefined;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** How often a page may be charged: once a day, or by each offer, and by each request without one. */
function mostCharges(
  url: string,
  own: readonly GateHeld[],
  tries: readonly GateTry[],
  offers: GateLooked['offers'],
): number {
  const asked = tries.filter(({ visit }) => visit.url === url && visit.hasToken);
  if (!asked.some(({ visit }) => visit.isOnce)) {
    const unasked = new Set(
      asked.filter(({ visit }) => visit.nonce === undefined).map(({ visit }) => visit),
    );
    const good = asked.filter(({ visit }) => visit.nonce !== undefined && visit.isGood);
    return unasked.size + new Set(good.map(({ visit }) => visit.nonce)).size;
  }
  // The day is that on which it was offered; of what was not, that on which it was asked for.
  const days = own.flatMap(({ offer, at }) => {
    const offered = offers.get(offer.nonce);
    if (offered !== undefined) return [dayOf(offered.endsAt - OFFER_MS)];
    const starts = asked.filter(({ startedAt }) => startedAt <= at && startedAt > at - ASKING_MS);
    return [dayOf(at), ...starts.map(({ startedAt }) => dayOf(startedAt))];
  });
  return new Set(days).size;
}

/** What the site was told is what the log says; and who has paid is asked for nothing more. */
function answerViolation(
  holds: readonly GateHeld[],
  tries: readonly GateTry[],
  { offers, site }: GateLooked,
): Fault | undefined {
  const byId = new Map(holds.map((held) => [held.id, held]));
  for (const one of tries) {
    const { answer, visit } = one;
    const rule =
      answer?.outcome === 'held' && !byId.has(answer.id)
        ? 'what is told to be held is held'
        : wronglyRefused(one, { holds, tries, offers });
    if (rule === undefined) continue;
    return { rule, detail: `${visit.url} by ${visit.nonce}: ${JSON.stringify(answer)}` };
  }
  for (const { id, answer } of site.captures) {
    const held = byId.get(id);
    const wrong = held === undefined ? undefined : wronglyCaptured(held, answer);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wronglyRefused(
  one: GateTry,
  {
    holds,
    tries,
    offers,
  }: Pick<GateLooked, 'offers'> & {
    readonly holds: readonly GateHeld[];
    readonly tries: readonly GateTry[];
  },
): string | undefined {
  if (isFreshBill(one, holds, offers)) return 'who has paid is asked for nothing more';
  return isHeldThoughRefused(one, holds, tries) ? 'what is refused holds nothing' : undefined;
}

const isRefused = ({ answer }: GateTry): boolean =>
  answer?.outcome === 'refused' && !isBusy(answer);

/** The offer had a hold before it was sent, which stood until it was answered. */
function isFreshBill(
  one: GateTry,
  holds: readonly GateHeld[],
  offers: GateLooked['offers'],
): boolean {
  const { visit, answeredAt, from, to } = one;
  if (!isRefused(one) || !visit.isGood || visit.nonce === undefined) return false;
  const held = holds.findLast(({ offer, seq }) => offer.nonce === visit.nonce && seq <= from);
  const endsAt = offers.get(visit.nonce)?.endsAt ?? 0;
  if (held === undefined || answeredAt > endsAt + REPEATED_MS) return false;
  const { end } = held;
  // What is captured pays as soon as it is; what is only held, until it ends.
  if (end?.kind === 'capture' && end.seq <= from) return true;
  const isOpen = end === undefined || end.seq > to || end.kind === 'capture';
  return isOpen && answeredAt < held.entry.endsAt;
}

/** Each time that an offer was sent it was refused. */
function isHeldThoughRefused(
  { visit: { nonce }, answeredAt }: GateTry,
  holds: readonly GateHeld[],
  tries: readonly GateTry[],
): boolean {
  // What has ended before it was answered, or was given back, holds nothing.
  const isLeft = ({ offer, end, entry }: GateHeld): boolean =>
    offer.nonce === nonce &&
    (end === undefined ? answeredAt < entry.endsAt : end.kind === 'capture');
  if (nonce === undefined || !holds.some(isLeft)) return false;
  return tries.filter(({ visit }) => visit.nonce === nonce).every(isRefused);
}

function wronglyCaptured(
  { id, capture, offer, costAtRelease = 0n }: GateHeld,
  answer: Site['captures'][number]['answer'],
): Fault | undefined {
  if ('refused' in answer) {
    if (answer.refused !== 'offer.exceeded') return undefined;
    if (capture === undefined && costAtRelease > offer.atMost) return undefined;
    const detail = `${id}: it cost ${costAtRelease}, and at most ${offer.atMost} was agreed to`;
    return { rule: 'only what costs more than was agreed to is given back', detail };
  }
  const { net, tax } = answer.captured;
  if (capture?.net === net && capture.tax === tax) return undefined;
  const detail = `${id}: told ${net} + ${tax}, the log says ${capture?.net} + ${capture?.tax}`;
  return { rule: 'what a capture is told is what the log says', detail };
}
