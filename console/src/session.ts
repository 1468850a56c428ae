import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Api } from './api.ts';
import type { ChangeKeys } from './change-keys.ts';

/** What every page has: whom to ask, and how to leave. */
export interface Session {
  readonly api: Api;
  readonly actor: string;
  readonly changes: ChangeKeys;
  signOut(): void;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** Throws outside of a session, which no page is. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a page needs a session');
  return session;
}

export const useApi = (): Api => useSession().api;
