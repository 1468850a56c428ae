import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { FrameProvider } from '../own/frame.ts';
import { Known, type KnownProps, OwnPage } from '../own/own-page.tsx';
import type { Language } from '../own/spelling.ts';
import { useAnswer } from '../use-answer.ts';
import { Account } from './account.tsx';
import { cameBack } from './came-back.ts';
import { SpellingContext, spellingOf } from './words/words.ts';

/** A reader's own page: what it has, what each page cost, and how far it lets itself go. */
export function App({
  givenToken,
  language,
}: {
  readonly givenToken: string | 'broken' | undefined;
  readonly language: Language;
}): JSX.Element {
  const spelling = useMemo(() => spellingOf(language), [language]);
  const frame = useMemo(
    () => ({ of: 'payer', language, words: spelling.words }) as const,
    [language, spelling],
  );
  const [back, setBack] = useState(() => cameBack(location.hash));
  useEffect(() => {
    const follow = (): void => setBack(cameBack(location.hash));
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
      <FrameProvider value={frame}>
        {back === undefined ? (
          <OwnPage givenToken={givenToken} known={(known) => <Asking {...known} />} />
        ) : (
          <main class="sign-in">
            <h1>{spelling.words.title}</h1>
            <p role="status">{spelling.words[back]}</p>
          </main>
        )}
      </FrameProvider>
    </SpellingContext.Provider>
  );
}

function Asking({ isNew, onUnknown }: KnownProps): JSX.Element {
  const asked = useAnswer('GET /v1/me', isNew ? { query: { cookie: 'keep' } } : {});
  return (
    <Known asked={asked} onUnknown={onUnknown}>
      {(me) => <Account me={me} onChange={asked.reload} />}
    </Known>
  );
}
