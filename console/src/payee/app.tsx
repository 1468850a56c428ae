import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { FrameProvider } from '../own/frame.ts';
import { Known, type KnownProps, OwnPage } from '../own/own-page.tsx';
import type { Language } from '../own/spelling.ts';
import { useAnswer } from '../use-answer.ts';
import { Account } from './account.tsx';
import type { Payee } from './answers.ts';
import { SpellingContext, spellingOf } from './words/words.ts';

/** A payee's own page: what it earns, what it is owed and told, and how it is paid. */
export function App({
  givenToken,
  browserLanguage,
}: {
  readonly givenToken: string | 'broken' | undefined;
  readonly browserLanguage: Language;
}): JSX.Element {
  const [language, setLanguage] = useState(browserLanguage);
  const spelling = useMemo(() => spellingOf(language), [language]);
  const frame = useMemo(
    () => ({ of: 'payee', language, words: spelling.words }) as const,
    [language, spelling],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <SpellingContext.Provider value={spelling}>
      <FrameProvider value={frame}>
        <OwnPage
          givenToken={givenToken}
          known={(known) => <Asking {...known} onLanguage={setLanguage} />}
        />
      </FrameProvider>
    </SpellingContext.Provider>
  );
}

function Asking({
  isNew,
  onUnknown,
  onLanguage,
}: KnownProps & { readonly onLanguage: (language: Language) => void }): JSX.Element {
  const asked = useAnswer('GET /v1/payee', isNew ? { query: { cookie: 'keep' } } : {});
  return (
    <Known asked={asked} onUnknown={onUnknown}>
      {(payee) => <InItsLanguage payee={payee} onChange={asked.reload} onLanguage={onLanguage} />}
    </Known>
  );
}

/** The statements of a payee are in its language, and so is its page; else it is the browser’s. */
function InItsLanguage({
  payee,
  onChange,
  onLanguage,
}: {
  readonly payee: Payee;
  readonly onChange: () => void;
  readonly onLanguage: (language: Language) => void;
}): JSX.Element {
  const { language } = payee;
  useEffect(() => {
    if (language !== undefined) onLanguage(language);
  }, [language]);
  return <Account payee={payee} onChange={onChange} />;
}
