import type { Api } from '../../api.ts';

/** What the journal can be saved as. */
export const journalForms = {
  csv: { title: 'CSV', ending: 'csv' },
  hledger: { title: 'hledger', ending: 'journal' },
  beancount: { title: 'Beancount', ending: 'beancount' },
  json: { title: 'JSON', ending: 'json' },
} as const;

export type JournalForm = keyof typeof journalForms;

/**
 * The whole journal, page after page, as `farthing books export` writes it: texts below each other, and of JSON one
 * document with all entries. Tells how many pages there are so far. Nothing is handed out of a journal that failed.
 */
export async function journalOf(
  api: Pick<Api, 'ask' | 'file'>,
  form: JournalForm,
  onPage: (pages: number) => void,
): Promise<Blob> {
  const parts: (Blob | string)[] = [];
  const page = form === 'json' ? entriesPage : textPage;
  for (let pages = 0, cursor: string | undefined; pages === 0 || cursor !== undefined; ) {
    const next = await page(api, form, cursor);
    pages += 1;
    parts.push(...next.parts);
    cursor = next.cursor;
    onPage(pages);
  }
  return new Blob(form === 'json' ? asDocument(parts) : parts);
}

interface JournalPage {
  readonly parts: readonly (Blob | string)[];
  readonly cursor: string | undefined;
}

async function textPage(
  api: Pick<Api, 'file'>,
  format: JournalForm,
  cursor: string | undefined,
): Promise<JournalPage> {
  const query = { format, ...(cursor === undefined ? {} : { cursor }) };
  const { blob, nextCursor } = await api.file('/v1/books', query);
  return { parts: [blob], cursor: nextCursor };
}

async function entriesPage(
  api: Pick<Api, 'ask'>,
  _: JournalForm,
  cursor: string | undefined,
): Promise<JournalPage> {
  const query = { format: 'json' as const, cursor };
  const { documents, nextCursor } = await api.ask('GET /v1/books', { query });
  return { parts: documents.map((one) => JSON.stringify(one)), cursor: nextCursor };
}

const asDocument = (entries: readonly (Blob | string)[]): (Blob | string)[] =>
  entries.length === 0
    ? ['{"documents":[]}\n']
    : [
        ...entries.flatMap((entry, index) => [index === 0 ? '{"documents":[\n' : ',\n', entry]),
        '\n]}\n',
      ];
