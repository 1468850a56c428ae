import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { httpApi } from '../api.ts';
import { changeKeys } from '../change-keys.ts';
import { SessionContext } from '../session.ts';
import type { Asked } from '../use-answer.ts';
import { Door } from './door.tsx';
import { isUnknown } from './faults.ts';
import { useFrame } from './frame.ts';
import { Answered } from './states.tsx';
import { takenToken } from './taken-token.ts';

/** Why somebody stands before the door. */
type Outside = 'unasked' | 'broken' | 'ended' | 'forgotten';

interface Inside {
  /** Undefined where the cookie of the site says who asks. */
  readonly token: string | undefined;
}

const begun = (given: string | 'broken' | undefined): Inside | Outside =>
  given === 'broken' ? 'broken' : { token: given };

/** What a page asks first: who asks with the token. */
export interface KnownProps {
  /** The browser does not have the token in a cookie yet: it keeps it, where whoever answers lets it. */
  readonly isNew: boolean;
  readonly onUnknown: () => void;
}

/** The page of who asks with a token of its own; before the door, where nobody is known by it. */
export function OwnPage({
  givenToken,
  known,
}: {
  readonly givenToken: string | 'broken' | undefined;
  readonly known: (props: KnownProps) => JSX.Element;
}): JSX.Element {
  const { of, words } = useFrame();
  const [standing, setStanding] = useState(begun(givenToken));
  // A link with a token may be followed where the page is open: it is taken out of the address then, too.
  useEffect(() => {
    const follow = (): void => {
      const token = takenToken(of);
      if (token !== undefined) setStanding(begun(token));
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  if (typeof standing === 'string') {
    return <Door why={standing} onToken={(token) => setStanding({ token })} />;
  }
  const { token } = standing;
  return (
    <Asking key={token} token={token} onLeave={() => setStanding('forgotten')}>
      {known({
        isNew: token !== undefined,
        onUnknown: () => setStanding(token === undefined ? 'unasked' : 'ended'),
      })}
    </Asking>
  );
}

function Asking({
  token,
  onLeave,
  children,
}: {
  readonly token: string | undefined;
  readonly onLeave: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const session = useMemo(
    () => ({
      api: httpApi({ url: location.origin, apiKey: token, actor: '' }),
      actor: '',
      changes: changeKeys(() => crypto.randomUUID()),
      signOut: onLeave,
    }),
    [token],
  );
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

/** Who asks, once that is known. */
export function Known<Value>({
  asked,
  onUnknown,
  children,
}: {
  readonly asked: Asked<Value>;
  readonly onUnknown: () => void;
  readonly children: (value: Value) => ComponentChildren;
}): JSX.Element {
  const isOut = isUnknown(asked.error);
  useEffect(() => {
    if (isOut) onUnknown();
  }, [isOut]);
  if (isOut) return <main />;
  return <Answered asked={asked}>{children}</Answered>;
}
