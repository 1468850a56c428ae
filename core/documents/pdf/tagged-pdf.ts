import PDFDocument from 'pdfkit';
import { InvariantViolation } from '../../kernel/invariant.ts';
import type { Picture } from '../logo/picture.ts';
import { embedInvoice, imageObject, outputIntent } from './embedded.ts';
import { metadataPacket, type PdfFacts, PRODUCER } from './metadata.ts';
import {
  crossReferenceFilter,
  crossReferences,
  type ObjectPlace,
  objectStreams,
  type PackedObjects,
} from './packed-objects.ts';
import type { PdfWriter, Reference } from './pdf-writer.ts';
import { type Tag, Tags } from './tags.ts';

/** What is drawn and said nothing of: lines and grounds, or what pages repeat. */
export type Artifact = 'Layout' | 'Pagination';

/** A rectangle that leads somewhere, and what is said of it to who cannot see it. Points. */
export interface LinkArea {
  readonly url: string;
  readonly says: string;
  readonly box: Box;
}

/** Points, from the top left corner of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * A file to be kept for long (PDF/A-3b), with the order in which it is read (tagged PDF).
 *
 * Why not pdfkit's own: it writes names into metadata without escaping them, reads its profile of colours from a file
 * that a bundle has not, and writes an object of a hundred bytes for each cell of a table. Here these are compressed.
 */
export class TaggedPdf extends PDFDocument {
  readonly tags = new Tags();
  readonly #facts: PdfFacts;
  /** Where one can click. Their numbers follow those of the pages, which are known at the end. */
  readonly #areas: Reference[] = [];
  readonly #images = new Map<Picture, Reference>();
  #isMarking = false;
  #marking: Tag | undefined;
  #structure: PackedObjects = { firstId: 0, objects: [] };

  constructor(facts: PdfFacts, size: readonly [number, number]) {
    super({
      size: [...size],
      margin: 0,
      bufferPages: true,
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: facts.language,
      displayTitle: true,
      // Without it pdfkit reads its own Helvetica from disk.
      font: '',
      info: {
        Title: facts.title,
        Author: facts.author,
        Subject: facts.subject,
        Producer: PRODUCER,
        Creator: PRODUCER,
        CreationDate: facts.dated,
        ModDate: facts.dated,
      },
    });
    this.#facts = facts;
  }

  /** Begins a page. Its place among the others is where its marks are found. */
  turnPage(): void {
    this.addPage();
    const { data } = this.#insides.page.dictionary;
    data['StructParents'] = this.bufferedPageRange().count - 1;
    data['Tabs'] = 'S';
  }

  /** Whatever is drawn meanwhile is the tag's. */
  draw(tag: Tag, draw: () => void): void {
    this.#marking = tag;
    this.#marked(this.#markOf(tag), draw);
    this.#marking = undefined;
  }

  /** Whatever is drawn meanwhile is not read. */
  drawAside(artifact: Artifact, draw: () => void): void {
    this.#marked(`/Artifact <</Type /${artifact}>> BDC`, draw);
  }

  /** Whatever is drawn meanwhile, of the tag that is being drawn, is read as this: it stands in another order. */
  drawAs(read: string, draw: () => void): void {
    const tag = this.#marking;
    if (tag === undefined) {
      draw();
      return;
    }
    const mark = this.#markOf(this.tags.add('Span', tag, { read }));
    this.addContent(`EMC\n${mark}`);
    draw();
    this.addContent(`EMC\n${this.#markOf(tag)}`);
  }

  /** A picture that fills a box. */
  picture(picture: Picture, { x, y, width, height }: Box): void {
    this.requireMark();
    const name = 'Logo';
    const { page } = this.#insides;
    const image = this.#images.get(picture) ?? imageObject(this.#insides, picture);
    this.#images.set(picture, image);
    page.xobjects[name] = image;
    // A picture is drawn from its foot up, and the page from its head down.
    this.save().transform(width, 0, 0, -height, x, y + height);
    this.addContent(`/${name} Do`);
    this.restore();
  }

  /** Makes a rectangle of the page, measured from its top left corner, lead to a URL of ASCII. */
  leadTo(tag: Tag, { url, says, box: { x, y, width, height } }: LinkArea): void {
    const { page } = this.#insides;
    const { data } = page.dictionary;
    const bottom = this.page.height - y - height;
    const area = this.#insides.ref({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [x, bottom, x + width, bottom + height],
      Border: [0, 0, 0],
      // It is printed as it is shown: what is kept for long may not be otherwise.
      F: 4,
      Contents: Object(says),
      A: { S: 'URI', URI: Object(url) as unknown },
    });
    data['Annots'] = [...((data['Annots'] as Reference[] | undefined) ?? []), area];
    this.#areas.push(area);
    this.tags.addArea(tag, { page: data['StructParents'] as number, area: area.id });
  }

  /** Nothing may be drawn that is neither of a tag nor aside. */
  requireMark(): void {
    if (!this.#isMarking) throw new InvariantViolation('draw inside of a tag, or aside');
  }

  #markOf(tag: Tag): string {
    const page = this.#insides.page.dictionary.data['StructParents'];
    return `/${tag.kind} <</MCID ${this.tags.mark(tag, page as number)}>> BDC`;
  }

  #marked(begin: string, draw: () => void): void {
    if (this.#isMarking) throw new InvariantViolation('a mark ends before another begins');
    this.#isMarking = true;
    this.addContent(begin);
    draw();
    this.addContent('EMC');
    this.#isMarking = false;
  }

  override endMarkings(): void {
    const pdf = this.#insides;
    const { data } = pdf._root;
    embedInvoice(pdf, this.#facts);
    for (const [index, area] of this.#areas.entries()) {
      area.data['StructParent'] = data.Pages.data.Kids.length + index;
      area.end();
    }
    data['MarkInfo'] = { Marked: true };
    data['OutputIntents'] = [outputIntent(pdf)];
    const first = pdf.ref({});
    // It is packed with the rest of the structure: pdfkit need not wait for it.
    pdf._waiting -= 1;
    data['StructTreeRoot'] = first;
    const pageIds = data.Pages.data.Kids.map(({ id }) => id);
    const objects = this.tags.objects({ firstId: first.id, pageIds });
    pdf._offsets.push(...objects.slice(1).map(() => null));
    this.#structure = { firstId: first.id, objects };
  }

  override endMetadata(): void {
    const pdf = this.#insides;
    const metadata = pdf.ref({ Type: 'Metadata', Subtype: 'XML' });
    metadata.compress = false;
    metadata.write(new TextEncoder().encode(metadataPacket(this.#facts)));
    metadata.end();
    pdf._root.data['Metadata'] = metadata;
  }

  /** The end of the file, which pdfkit calls for when all objects but those of the structure are written. */
  _finalize(): void {
    const pdf = this.#insides;
    const places: ObjectPlace[] = pdf._offsets.map((offset) =>
      offset === null ? 'free' : { offset },
    );
    const put = (dictionary: string, bytes: Uint8Array): number => {
      const id = places.push({ offset: pdf._offset });
      pdf._write(`${id} 0 obj\n${dictionary}\nstream`);
      pdf._write(bytes);
      pdf._write('\nendstream\nendobj');
      return id;
    };
    for (const { firstId, count, dictionary, bytes } of objectStreams(this.#structure)) {
      const stream = put(dictionary, bytes);
      for (let index = 0; index < count; index += 1)
        places[firstId - 1 + index] = { stream, index };
    }
    const start = pdf._offset;
    const table = crossReferences(['free', ...places, { offset: start }]);
    const id = Buffer.from(pdf._id).toString('hex');
    const dictionary = [
      `<</Type /XRef /Size ${places.length + 2} /Root ${pdf._root.id} 0 R /Info ${pdf._info.id} 0 R`,
      ` /ID [<${id}> <${id}>] ${crossReferenceFilter} /Length ${table.length}>>`,
    ].join('');
    put(dictionary, table);
    pdf._write(`startxref\n${start}\n%%EOF`);
    this.push(null);
  }

  get #insides(): PdfWriter {
    return this as unknown as PdfWriter;
  }
}
