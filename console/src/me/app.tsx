import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { httpApi } from '../api.ts';
import { changeKeys } from '../change-keys.ts';
import { SessionContext } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { Account } from './account.tsx';
import { Door } from './door.tsx';
import { isUnknown } from './faults.ts';
import { Answered } from './states.tsx';
import { cameBack, takenToken } from './taken-token.ts';
import { type Language, SpellingContext, spellingOf } from './words/words.ts';

/** Why somebody stands before the door. */
type Outside = 'unasked' | 'broken' | 'ended' | 'forgotten';

interface Inside {
  /** Undefined where the cookie of the site says who asks. */
  readonly token: string | undefined;
}

const begun = (given: string | 'broken' | undefined): Inside | Outside =>
  given === 'broken' ? 'broken' : { token: given };

/** A reader's own page: what it has, what each page cost, and how far it lets itself go. */
export function App({
  givenToken,
  language,
}: {
  readonly givenToken: string | 'broken' | undefined;
  readonly language: Language;
}): JSX.Element {
  const spelling = useMemo(() => spellingOf(language), [language]);
  const [standing, setStanding] = useState(begun(givenToken));
  const [back, setBack] = useState(() => cameBack(location.hash));
  // A link with a token may be followed where the page is open: it is taken out of the address then, too.
  useEffect(() => {
    const follow = (): void => {
      const token = takenToken();
      setBack(cameBack(location.hash));
      if (token !== undefined) setStanding(begun(token));
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  useEffect(() => {
    document.title = spelling.words.title;
  }, [spelling]);
  return (
    <SpellingContext.Provider value={spelling}>
      {back !== undefined ? (
        <main class="sign-in">
          <h1>{spelling.words.title}</h1>
          <p role="status">{spelling.words[back]}</p>
        </main>
      ) : typeof standing === 'string' ? (
        <Door why={standing} onToken={(token) => setStanding({ token })} />
      ) : (
        <Asking key={standing.token} token={standing.token} onLeave={(why) => setStanding(why)} />
      )}
    </SpellingContext.Provider>
  );
}

function Asking({
  token,
  onLeave,
}: {
  readonly token: string | undefined;
  readonly onLeave: (why: Outside) => void;
}): JSX.Element {
  const session = useMemo(
    () => ({
      api: httpApi({ url: location.origin, apiKey: token, actor: '' }),
      actor: '',
      changes: changeKeys(() => crypto.randomUUID()),
      signOut: () => onLeave('forgotten'),
    }),
    [token],
  );
  return (
    <SessionContext.Provider value={session}>
      <Known
        isNew={token !== undefined}
        onUnknown={() => onLeave(token === undefined ? 'unasked' : 'ended')}
      />
    </SessionContext.Provider>
  );
}

function Known({
  isNew,
  onUnknown,
}: {
  /** The browser does not have the token in a cookie yet: it keeps it, where whoever answers lets it. */
  readonly isNew: boolean;
  readonly onUnknown: () => void;
}): JSX.Element {
  const asked = useAnswer('GET /v1/me', isNew ? { query: { cookie: 'keep' } } : {});
  const isOut = isUnknown(asked.error);
  useEffect(() => {
    if (isOut) onUnknown();
  }, [isOut]);
  if (isOut) return <main />;
  return <Answered asked={asked}>{(me) => <Account me={me} onChange={asked.reload} />}</Answered>;
}
