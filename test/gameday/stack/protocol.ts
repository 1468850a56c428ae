import type { EngineEndpoints } from '../../../local/runtime.ts';

/** What the game day asks of the process of the runtime. */
export type Question =
  | { readonly ask: 'invoke'; readonly name: string; readonly payload: unknown }
  /** Whether it waits for messages, too, that nobody is to see for a minute. */
  | { readonly ask: 'idle'; readonly delayed: boolean }
  /** `at` from 0 to 1 chooses among the functions that run something. */
  | { readonly ask: 'interrupt'; readonly at: number }
  | { readonly ask: 'set-clock'; readonly now: number; readonly quietly: boolean }
  | { readonly ask: 'now' }
  | { readonly ask: 'dead-letters' }
  | { readonly ask: 'heaps' }
  | { readonly ask: 'close' };

export type ToProcess =
  | { readonly kind: 'reached'; readonly origins: EngineEndpoints }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question };

export type FromProcess =
  | { readonly kind: 'engines'; readonly origins: EngineEndpoints }
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly outputs: Readonly<Record<string, string>>;
      readonly environment: Readonly<Record<string, string>>;
      readonly secret: string;
    }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
