import type { Clock } from '../kernel/clock.ts';
import { sha256 } from '../kernel/digest.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import { authorize, type CallerPorts } from './authorize.ts';
import { type Caller, holderOf } from './caller.ts';

/** What callers are looked up with, and for how long and how many are kept. */
export interface KeptCallersOptions extends CallerPorts {
  readonly clock: Clock;
  /** Keeps that a key was used; never rejects. */
  noteUse(keyId: string, now: Timestamp): Promise<void>;
  /** How long an answer holds, from before its key was read: for that long a revoked key works. */
  readonly keptMs: number;
  /** Answers that are kept at a time, those that let in and those that refuse apart; the oldest is forgotten first. */
  readonly keptMax: number;
}

type Answer = Caller | 'no-key' | 'refused';

interface Kept {
  readonly answer: Promise<Answer>;
  readonly from: Timestamp;
}

/**
 * `authorize`, which remembers: requests with the same key share one look at the table of keys, as they do behind the
 * gateway. Guesses cannot push out keys that work, and a look that failed is not kept. No secret is kept, only hashes.
 */
export function keptCallers(options: KeptCallersOptions) {
  const { clock, noteUse, keptMs, keptMax } = options;
  const letIn = new Map<string, Kept>();
  const refused = new Map<string, Kept>();
  const asked = new Map<string, Kept>();
  const known = (name: string, now: Timestamp): Kept | undefined =>
    [asked, letIn, refused]
      .map((kept) => kept.get(name))
      .find((kept) => kept !== undefined && kept.from <= now && now - kept.from < keptMs);
  const keep = (kept: Map<string, Kept>, name: string, value: Kept): void => {
    kept.delete(name);
    kept.set(name, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptMax) return;
      kept.delete(oldest);
    }
  };
  const letInAt = async (authorization: string, now: Timestamp): Promise<Answer> => {
    const answer = await authorize(options, authorization, now);
    // Who asks by a token are many, and each knows when it asked.
    if (typeof answer !== 'string' && holderOf(answer) === undefined) {
      await noteUse(answer.keyId, now);
    }
    return answer;
  };
  const ask = async (name: string, authorization: string, from: Timestamp): Promise<Answer> => {
    const kept: Kept = { answer: letInAt(authorization, from), from };
    asked.set(name, kept);
    try {
      const answer = await kept.answer;
      letIn.delete(name);
      refused.delete(name);
      if (answer !== 'no-key') keep(answer === 'refused' ? refused : letIn, name, kept);
      return answer;
    } finally {
      if (asked.get(name) === kept) asked.delete(name);
    }
  };
  /** Who asks, by the text of an `Authorization` header; see `authorize`. */
  return (authorization: string): Promise<Answer> => {
    const name = sha256(authorization).toString('base64');
    const now = clock.now();
    return known(name, now)?.answer ?? ask(name, authorization, now);
  };
}
