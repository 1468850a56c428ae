import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useApi } from '../../session.ts';
import { saveAs } from '../../ui/save-as.ts';
import { Failed } from '../../ui/states.tsx';
import { useTask } from '../../use-task.ts';
import { counted } from '../../words.ts';
import { type JournalForm, journalForms, journalOf } from './journal-file.ts';

/** The whole journal as a file, for another program. */
export function JournalDownloads(): JSX.Element {
  const api = useApi();
  const { isAsking, error, run } = useTask();
  const [pages, setPages] = useState(0);
  const save = async (form: JournalForm): Promise<void> => {
    setPages(0);
    const blob = await run(() => journalOf(api, form, setPages));
    if (blob !== undefined) saveAs(`books.${journalForms[form].ending}`, blob);
  };
  return (
    <>
      <h2>The journal as a file</h2>
      <p class="quiet">All documents, in the order in which they were recorded.</p>
      <p class="buttons">
        {(Object.keys(journalForms) as JournalForm[]).map((form) => (
          <button key={form} type="button" disabled={isAsking} onClick={() => void save(form)}>
            {journalForms[form].title}
          </button>
        ))}
      </p>
      <p role="status">{isAsking ? `Loading: ${counted(pages, 'page')} so far …` : ''}</p>
      {error === undefined ? null : <Failed error={error} />}
    </>
  );
}
