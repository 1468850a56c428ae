import type { AnswerOf } from '../../api.ts';
import type { Tone } from '../../ui/tone.ts';

export type Report =
  AnswerOf<'GET /v1/rails/marketplace/customers/{key}/reports'>['reports'][number];
export type ReportLine = Report['lines'][number];

type Subscription = AnswerOf<'GET /v1/rails/marketplace/customers/{key}'>;

export const subscriptionTones: Readonly<Record<Subscription['status'], Tone>> = {
  ...{ active: 'good', ending: 'waiting', ended: 'plain' },
};

interface Said {
  readonly tone: Tone;
  readonly says: string;
}

const said: Readonly<Record<ReportLine['status'], Said>> = {
  pending: { tone: 'waiting', says: 'AWS is told again, each quarter of an hour' },
  accepted: { tone: 'good', says: 'AWS bills it' },
  'not-subscribed': { tone: 'bad', says: 'nobody was subscribed: AWS will not bill it' },
  duplicate: { tone: 'bad', says: 'AWS has another quantity of that hour, from elsewhere' },
  'too-late': { tone: 'bad', says: 'AWS takes it no more, and will not bill it' },
  unclear: { tone: 'bad', says: 'AWS did not answer: look whether it has it' },
};

/** What became of a line, in words. What a later hour has is no loss. */
export const saidOf = ({ status, again }: Pick<ReportLine, 'status' | 'again'>): Said =>
  again === true
    ? { tone: 'plain', says: 'AWS takes it no more: a later hour has it' }
    : said[status];

/** Whether a person has to look at it: AWS will not bill it, or nobody knows. */
export const needsLook = (line: Pick<ReportLine, 'status' | 'again'>): boolean =>
  saidOf(line).tone === 'bad';

/** What was reported, and is not accepted, in units: it waits, or AWS did not take it. */
export function notAccepted(reported: string, accepted: string): string {
  return String(BigInt(reported) - BigInt(accepted));
}
