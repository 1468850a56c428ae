import { addSessions, type SessionSpan, sessionCount } from './sessions.ts';
import { merged, type Tally } from './tally.ts';

/**
 * What tallies of one meter add up to, in any order. Members go into one set of its own, and what was added is never
 * changed: a new set for each tally would make a sum of n members cost n².
 */
export class TallySum {
  #tally: Tally | undefined;
  #members: Set<string> | undefined;
  #sessions: Map<string, readonly SessionSpan[]> | undefined;
  #sessionCount = 0;

  /** Undefined where nothing was added. It grows with the sum. */
  get tally(): Tally | undefined {
    return this.#tally;
  }

  /** How many members it keeps in memory; none unless distinct values, or sessions, are counted. */
  get memberCount(): number {
    return this.#members?.size ?? this.#sessionCount;
  }

  add(tally: Tally): void {
    if (tally.kind === 'unique_count' && this.#members !== undefined) {
      for (const member of tally.members) this.#members.add(member);
    } else if (tally.kind === 'session_count' && this.#sessions !== undefined) {
      this.#sessionCount += addSessions(this.#sessions, tally.sessions, tally.gap);
    } else if (this.#tally !== undefined) {
      this.#tally = merged(this.#tally, tally);
    } else if (tally.kind === 'unique_count') {
      this.#members = new Set(tally.members);
      this.#tally = { kind: 'unique_count', members: this.#members };
    } else if (tally.kind === 'session_count') {
      this.#sessions = new Map(tally.sessions);
      this.#sessionCount = sessionCount(tally.sessions);
      this.#tally = { ...tally, sessions: this.#sessions };
    } else {
      this.#tally = tally;
    }
  }
}
