import type { Operations } from '../contract/index.ts';

export type Body<Name extends keyof Operations> = Operations[Name] extends {
  readonly body: infer Sent;
}
  ? Sent
  : never;
export type Answer<Name extends keyof Operations> = Operations[Name]['answer'];

/** What becomes of holds. */
export interface SpenderHolds {
  /** Holds what may be used. */
  create(request: Body<'holdUsage'>): Promise<Answer<'holdUsage'>>;
  /** Charges what was used, and gives back the rest. */
  capture(id: string, request: Body<'captureHold'>): Promise<Answer<'captureHold'>>;
  /** Gives back all of it. */
  release(id: string): Promise<Answer<'releaseHold'>>;
}
