import type { ComponentChildren, JSX } from 'preact';
import { pageNames, titleOf } from './pages/pages.tsx';
import { linkTo, type Place } from './place.ts';
import { useSession } from './session.ts';
import { At } from './ui/facts.tsx';

/** What stands around every page: where one can go, and how one leaves. */
export function Layout({
  place,
  children,
}: {
  readonly place: Place;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { api, signOut, actor } = useSession();
  // No link: the fragment of the address is where one is, and following one would lead away.
  const skip = (): void => {
    document.getElementById('main')?.focus();
  };
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to content
      </button>
      <header class="top">
        <a class="brand" href={linkTo('overview')}>
          Farthing
        </a>
        {Math.abs(api.aheadMs()) < 60_000 ? null : (
          <span class="quiet">
            Clock of Farthing: <At instant={new Date(api.now()).toISOString()} />
          </span>
        )}
        {actor === '' ? null : <span class="quiet">{actor}</span>}
        <a class="button" href="../docs/">
          Reference
        </a>
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      </header>
      <div class="frame">
        <nav class="pages" aria-label="Pages">
          {pageNames.map((name) => (
            <a
              key={name}
              href={linkTo(name)}
              {...(place.page === name ? { 'aria-current': 'page' as const } : {})}
            >
              {titleOf(name)}
            </a>
          ))}
        </nav>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  );
}
