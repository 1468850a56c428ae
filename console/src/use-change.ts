import { useState } from 'preact/hooks';
import type { AnswerOf, RequestOf, RouteKey } from './api.ts';
import { isRefusal } from './change-keys.ts';
import { useSession } from './session.ts';

/** A change that a person asks for. */
export interface Change<Route extends RouteKey> {
  readonly isAsking: boolean;
  readonly error: unknown;
  readonly done: AnswerOf<Route> | undefined;
  /** Resolves with what was answered; with undefined where it failed, and `error` says why. */
  ask(request: RequestOf<Route>): Promise<AnswerOf<Route> | undefined>;
  forget(): void;
}

/**
 * Asks for changes by one route. Whoever asks for the same once more, as no answer came, asks with the same
 * `Idempotency-Key`, so that nothing is done twice, also from another dialog; another request has another key.
 */
export function useChange<Route extends RouteKey>(route: Route): Change<Route> {
  const { api, changes } = useSession();
  const [standing, setStanding] = useState<{
    isAsking: boolean;
    error?: unknown;
    done?: AnswerOf<Route>;
  }>({ isAsking: false });
  return {
    isAsking: standing.isAsking,
    error: standing.error,
    done: standing.done,
    ask: async (request) => {
      const change = JSON.stringify([route, request]);
      setStanding({ isAsking: true });
      try {
        const done = await api.ask(route, { ...request, idempotencyKey: changes.of(change) });
        changes.settle(change);
        setStanding({ isAsking: false, done });
        return done;
      } catch (error) {
        if (isRefusal(error)) changes.settle(change);
        setStanding({ isAsking: false, error });
        return undefined;
      }
    },
    forget: () => {
      setStanding({ isAsking: false });
    },
  };
}
