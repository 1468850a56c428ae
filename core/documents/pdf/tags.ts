/** What a piece of a document is, to who has it read aloud: standard types of tagged PDF. */
export type TagKind =
  | 'Document'
  | 'H1'
  | 'H2'
  | 'P'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Figure'
  | 'Link'
  | 'Span';

/** More of a piece than its kind. */
export interface TagText {
  /** Of a heading of a table: whether it is that of its column or of its row. */
  readonly scope?: 'Column' | 'Row';
  /** What stands for a picture where it cannot be seen. */
  readonly alternative?: string;
  /** What is read, where it stands in another order than it is read in. */
  readonly read?: string;
}

/** A piece of a document, made of smaller pieces and of what is drawn. */
export interface Tag extends TagText {
  readonly kind: TagKind;
  readonly parent: Tag | undefined;
  readonly content: (Tag | Mark | Area)[];
}

/** Something drawn: the page, from 0, and its number on it, as the page's own content says. */
interface Mark {
  readonly page: number;
  readonly number: number;
}

/** Where one can click: the page, from 0, and the object that says what happens. */
interface Area {
  readonly page: number;
  readonly area: number;
}

/** The pieces of a document in the order in which they are read. */
export class Tags {
  readonly root: Tag = { kind: 'Document', parent: undefined, content: [] };
  /** By page, and by number on it. */
  readonly #marked: Tag[][] = [];
  readonly #all: Tag[] = [this.root];
  /** In the order in which they were added. */
  readonly #areas: Tag[] = [];

  add(kind: TagKind, parent: Tag, details: TagText = {}): Tag {
    const tag: Tag = { kind, parent, content: [], ...details };
    parent.content.push(tag);
    this.#all.push(tag);
    return tag;
  }

  /** The number that what is drawn next for the tag has on its page. */
  mark(tag: Tag, page: number): number {
    this.#marked[page] ??= [];
    const onPage = this.#marked[page];
    const number = onPage.length;
    onPage.push(tag);
    tag.content.push({ page, number });
    return number;
  }

  /** An object of a page in which one can click on the tag. */
  addArea(tag: Tag, area: Area): void {
    tag.content.push(area);
    this.#areas.push(tag);
  }

  /** All of it as objects of PDF, in a row from `firstId` on. The first is where all of it begins. */
  objects({ firstId, pageIds }: StructurePlaces): string[] {
    const marksId = firstId + 1;
    const ids = new Map(this.#all.map((tag, index) => [tag, marksId + 1 + index] as const));
    const idOf = (tag: Tag | undefined) =>
      tag === undefined ? firstId : (ids.get(tag) ?? firstId);
    const marks = this.#marked.map(
      (tags, page) => `${page} [${tags.map((tag) => `${idOf(tag)} 0 R`).join(' ')}]`,
    );
    const areas = this.#areas.map((tag, index) => `${pageIds.length + index} ${idOf(tag)} 0 R`);
    return [
      `<</Type /StructTreeRoot /K [${idOf(this.root)} 0 R] /ParentTree ${marksId} 0 R /ParentTreeNextKey ${pageIds.length + areas.length}>>`,
      `<</Nums [${[...marks, ...areas].join(' ')}]>>`,
      ...this.#all.map((tag) => tagObject(tag, { idOf, pageIds })),
    ];
  }
}

/** Where the objects of a structure stand in a file, and those of its pages. */
interface StructurePlaces {
  readonly firstId: number;
  readonly pageIds: readonly number[];
}

interface References {
  readonly idOf: (tag: Tag | undefined) => number;
  readonly pageIds: readonly number[];
}

function tagObject(tag: Tag, { idOf, pageIds }: References): string {
  const { kind, parent, content, scope, alternative, read } = tag;
  const first = content.find((one) => 'number' in one)?.page;
  const kids = content.map((one) => {
    if ('kind' in one) return `${idOf(one)} 0 R`;
    if ('area' in one)
      return `<</Type /OBJR /Pg ${pageIds[one.page] ?? 0} 0 R /Obj ${one.area} 0 R>>`;
    const { page, number } = one;
    if (page === first) return String(number);
    return `<</Type /MCR /Pg ${pageIds[page] ?? 0} 0 R /MCID ${number}>>`;
  });
  return [
    `<</Type /StructElem /S /${kind} /P ${idOf(parent)} 0 R`,
    first === undefined ? '' : ` /Pg ${pageIds[first] ?? 0} 0 R`,
    scope === undefined ? '' : ` /A <</O /Table /Scope /${scope}>>`,
    alternative === undefined ? '' : ` /Alt <${utf16Hex(alternative)}>`,
    read === undefined ? '' : ` /ActualText <${utf16Hex(read)}>`,
    ` /K [${kids.join(' ')}]>>`,
  ].join('');
}

const utf16Hex = (text: string): string =>
  `feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}`;
