import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useApi } from '../session.ts';
import { saveAs } from './save-as.ts';
import { Failed } from './states.tsx';

/** Saves what a path answers as a file. */
export function Download({
  path,
  query,
  name: otherwise,
  children,
}: {
  readonly path: string;
  /** What the file is called where the answer does not say. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly children: string;
}): JSX.Element {
  const api = useApi();
  const [standing, setStanding] = useState<{ isAsking: boolean; error?: unknown }>({
    isAsking: false,
  });
  const load = async (): Promise<void> => {
    setStanding({ isAsking: true });
    try {
      const { name, blob } = await api.file(path, query);
      saveAs(name ?? otherwise, blob);
      setStanding({ isAsking: false });
    } catch (error) {
      setStanding({ isAsking: false, error });
    }
  };
  return (
    <>
      <button type="button" disabled={standing.isAsking} onClick={() => void load()}>
        {standing.isAsking ? 'Loading …' : children}
      </button>
      {standing.error === undefined ? null : <Failed error={standing.error} />}
    </>
  );
}
