import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { type Credentials, httpApi } from './api.ts';
import { changeKeys } from './change-keys.ts';
import { Layout } from './layout.tsx';
import { pageOf } from './pages/pages.tsx';
import { type Place, placeOf } from './place.ts';
import { SessionContext, useApi } from './session.ts';
import { SignIn } from './sign-in.tsx';
import { takenKey } from './taken-key.ts';
import { Loading } from './ui/states.tsx';
import { Whole } from './ui/whole.tsx';
import { useAsked } from './use-answer.ts';

/** The console: the page where one is, for who has signed in. */
export function App({ givenKey }: { readonly givenKey: string | undefined }): JSX.Element {
  const [credentials, setCredentials] = useState<Credentials | undefined>(
    givenKey === undefined ? undefined : { url: location.origin, apiKey: givenKey, actor: '' },
  );
  const place = usePlace((apiKey) => {
    setCredentials({ url: location.origin, apiKey, actor: '' });
  });
  const session = useMemo(
    () =>
      credentials === undefined
        ? undefined
        : {
            api: httpApi(credentials),
            actor: credentials.actor,
            changes: changeKeys(() => crypto.randomUUID()),
            signOut: () => {
              setCredentials(undefined);
            },
          },
    [credentials],
  );
  if (session === undefined) return <SignIn onSignIn={setCredentials} />;
  return (
    <SessionContext.Provider value={session}>
      <OnTime>
        <Shown place={place} />
      </OnTime>
    </SessionContext.Provider>
  );
}

/** Pages ask for this month: so it is asked first what time it is. Whatever is answered says so, also a refusal. */
function OnTime({ children }: { readonly children: ComponentChildren }): ComponentChildren {
  const api = useApi();
  const { isLoading } = useAsked(
    () => api.ask('GET /v1/billing-settings', {}).catch(() => undefined),
    [api],
  );
  return isLoading ? <Loading what="the console" /> : children;
}

/** Whoever goes to another page begins at its heading, also without eyes. */
function Shown({ place }: { readonly place: Place }): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  const { title, Page } = pageOf(place);
  const where = `${place.page}/${place.item ?? ''}`;
  useEffect(() => {
    document.title = `${title} – Farthing`;
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [where]);
  return (
    <Layout place={place}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <Whole key={where} place={JSON.stringify(place)}>
        <Page place={place} />
      </Whole>
    </Layout>
  );
}

/** Where one is. A link with a key may be followed where the console is open: then it is taken out here, too. */
function usePlace(onKey: (key: string) => void): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = (): void => {
      const key = takenKey();
      if (key !== undefined) onKey(key);
      setPlace(placeOf(location.hash));
    };
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('hashchange', follow);
    };
  }, []);
  return place;
}
