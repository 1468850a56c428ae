import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Credentials, httpApi } from './api.ts';
import { PageRefusal } from './faults.ts';
import { mayBeKey } from './place.ts';
import { Field } from './ui/field.tsx';
import { Failed } from './ui/states.tsx';

/** Asks for a key, and lets in with one that may read. The key is held in memory: a new load asks again. */
export function SignIn({
  onSignIn,
}: {
  readonly onSignIn: (credentials: Credentials) => void;
}): JSX.Element {
  const [apiKey, setApiKey] = useState('');
  const [actor, setActor] = useState('');
  const [error, setError] = useState<unknown>();
  const [isAsking, setIsAsking] = useState(false);
  const signIn = async (): Promise<void> => {
    setIsAsking(true);
    const credentials = { url: location.origin, apiKey: apiKey.trim(), actor: actor.trim() };
    try {
      if (!mayBeKey(credentials.apiKey)) {
        throw new PageRefusal('a key has letters, digits, - and _ alone; copy it once more');
      }
      await httpApi(credentials).ask('GET /v1/meters', {});
      onSignIn(credentials);
    } catch (failure) {
      setError(failure);
      setIsAsking(false);
    }
  };
  return (
    <main class="sign-in">
      <h1>Farthing</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <Field
          label="API key"
          hint="Begins with ft_. It is kept in memory, until you leave or load this page again."
          value={apiKey}
          onValue={setApiKey}
          type="password"
          autocomplete="off"
          required
        />
        <Field
          label="Your name (optional)"
          hint="Stands in the audit beside what you change."
          value={actor}
          onValue={setActor}
          autocomplete="name"
          pattern="[ -~]*"
        />
        {error === undefined ? null : <Failed error={error} />}
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? 'Signing in …' : 'Sign in'}
        </button>
      </form>
      <p class="quiet">
        Whoever deploys Farthing makes keys: <code>farthing keys create</code>. Reading needs the
        scopes <code>usage:read</code> and <code>billing:read</code>.
      </p>
    </main>
  );
}
