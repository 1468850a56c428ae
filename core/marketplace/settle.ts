import { nanosOf } from '../kernel/money.ts';
import { millisecondsPer, type Timestamp } from '../kernel/timestamp.ts';
import { takenUntil } from './decide.ts';
import type { MeteredAnswer } from './ports.ts';
import type { MarketplaceProduct } from './product.ts';
import {
  dayOf,
  type HourReport,
  isOver,
  type ReportLine,
  type Subscription,
  standingOf,
  type UnbookedDay,
  withMore,
} from './subscription.ts';

/** A line that is being sent: as it was before, and by which attempt. */
export interface SentLine {
  readonly hour: Timestamp;
  readonly dimension: string;
  readonly attempt: number;
  /** Whether AWS may have had it before this attempt. */
  readonly wasPossible: boolean;
}

/** Said of each line that waits, before it is sent again: from then on AWS may have it. */
export function markSent(subscription: Subscription): Subscription {
  const open = subscription.open.map((report) =>
    isOver(report)
      ? report
      : {
          ...report,
          attempt: report.attempt + 1,
          lines: report.lines.map((line) =>
            line.status === 'pending' ? { ...line, isPossible: true } : line,
          ),
        },
  );
  return { ...subscription, open };
}

/** What AWS has said of lines, as the subscription has it. What is for good stays as it is. */
export function withAnswers(
  subscription: Subscription,
  answered: readonly { readonly line: SentLine; readonly answer: MeteredAnswer }[],
  product: MarketplaceProduct,
): Subscription {
  return answered.reduce((before, { line, answer }) => {
    const report = before.open.find(({ hour, list }) => hour === line.hour && list === undefined);
    const known = report?.lines.find(({ dimension }) => dimension === line.dimension);
    if (report === undefined || known?.status !== 'pending') return before;
    const after = lineAfter(known, { sent: line, answer, attempt: report.attempt });
    return withLine(before, { report, before: known, after }, product);
  }, subscription);
}

function lineAfter(
  line: ReportLine,
  {
    sent,
    answer,
    attempt,
  }: { readonly sent: SentLine; readonly answer: MeteredAnswer; readonly attempt: number },
): ReportLine {
  // Nobody else has sent it since, and AWS did not have it before: so it does not have it now.
  const isNowhere = sent.attempt === attempt && !sent.wasPossible;
  const { reason: _, isUnsubscribed: __, ...plain } = line;
  const refused = { ...plain, isPossible: !isNowhere };
  switch (answer.kind) {
    case 'accepted': {
      const { record } = answer;
      return { ...plain, status: 'accepted', ...(record === undefined ? {} : { record }) };
    }
    case 'duplicate':
      return { ...refused, status: isNowhere ? 'duplicate' : 'unclear' };
    case 'not-subscribed':
      return { ...refused, isUnsubscribed: true };
    case 'unprocessed':
      return refused;
    case 'refused':
      return { ...refused, reason: answer.detail };
    case 'out-of-bounds':
      return { ...refused, status: isNowhere ? 'too-late' : 'unclear', reason: answer.detail };
    case 'unknown':
      return line;
  }
}

/** What AWS does not take any more, and what that is then. */
export function withTooLate(
  subscription: Subscription,
  now: Timestamp,
  product: MarketplaceProduct,
): Subscription {
  return subscription.open.reduce((before, report) => {
    if (now < takenUntil(report, subscription)) return before;
    return report.lines.reduce(
      (sum, line) =>
        line.status === 'pending'
          ? withLine(sum, { report, before: line, after: tooLate(line) }, product)
          : sum,
      before,
    );
  }, subscription);
}

function tooLate(line: ReportLine): ReportLine {
  if (line.isPossible) return { ...line, status: 'unclear' };
  return { ...line, status: line.isUnsubscribed === true ? 'not-subscribed' : 'too-late' };
}

/**
 * A subscription in which a line has become another. What was accepted counts; what is too late while AWS still takes
 * anything is reported again, with a later hour.
 */
function withLine(
  subscription: Subscription,
  {
    report: { hour },
    before,
    after,
  }: { readonly report: HourReport; readonly before: ReportLine; readonly after: ReportLine },
  product: MarketplaceProduct,
): Subscription {
  const { dimension, units } = before;
  const isAgain = after.status === 'too-late' && subscription.endedAt === undefined;
  const kept: ReportLine = isAgain ? { ...after, isAgain } : after;
  const open = subscription.open.map((report) =>
    report.hour !== hour || report.list !== undefined
      ? report
      : {
          ...report,
          lines: report.lines.map((line) => (line.dimension === dimension ? kept : line)),
        },
  );
  const { reported } = subscription;
  const next = {
    ...subscription,
    open,
    reported: isAgain ? withMore(reported, dimension, -units) : reported,
  };
  return after.status === 'accepted'
    ? withAccepted(next, { hour, dimension, units }, product)
    : next;
}

function withAccepted(
  subscription: Subscription,
  {
    hour,
    dimension,
    units,
  }: { readonly hour: Timestamp; readonly dimension: string; readonly units: bigint },
  { dimensions }: MarketplaceProduct,
): Subscription {
  const unit = dimensions.find(({ name }) => name === dimension)?.unit ?? 0n;
  const accepted = withMore(subscription.accepted, dimension, units);
  const own = subscription.unbooked.find(
    ({ from, isClosed }) => !isClosed && dayOf(from) === dayOf(hour),
  );
  const day = own ?? { from: hour, amount: nanosOf(0n), isClosed: false };
  const grown = { ...day, amount: nanosOf(day.amount + units * unit) };
  const unbooked =
    own === undefined
      ? [...subscription.unbooked, grown]
      : subscription.unbooked.map((one) => (one === own ? grown : one));
  return { ...subscription, accepted, unbooked };
}

/** Days of which AWS accepts nothing more: every hour of them is decided, and nothing of them waits. */
export function overDays(subscription: Subscription, now: Timestamp): readonly UnbookedDay[] {
  const { decided, unlisted, open, unbooked } = subscription;
  const isEnded = standingOf(subscription, now) === 'ended' && unlisted === undefined;
  return unbooked.filter(({ from }) => {
    const last = dayOf(from) + millisecondsPer.day - millisecondsPer.hour;
    const isDecided = isEnded || (decided !== undefined && decided >= last);
    return isDecided && open.every(({ hour }) => dayOf(hour) !== dayOf(from));
  });
}
