import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { Picture } from '../logo/picture.ts';
import { INVOICE_FILE, type PdfFacts } from './metadata.ts';
import type { PdfWriter, Reference } from './pdf-writer.ts';
import { srgbProfile } from './srgb.ts';

/** The same invoice for programs, in the file for people. */
export function embedInvoice(
  pdf: PdfWriter,
  { invoice, dated }: Pick<PdfFacts, 'invoice' | 'dated'>,
): void {
  if (invoice === undefined) return;
  const stored = pdf.ref({
    Type: 'EmbeddedFile',
    Subtype: 'text#2Fxml',
    Params: {
      CreationDate: dated,
      ModDate: dated,
      // It asks for no other digest, and nothing relies on it.
      CheckSum: createHash('md5').update(invoice).digest(),
      Size: invoice.length,
    },
  });
  stored.write(invoice);
  stored.end();
  const file = pdf.ref({
    Type: 'Filespec',
    AFRelationship: 'Alternative',
    F: Object(INVOICE_FILE),
    UF: Object(INVOICE_FILE),
    Desc: Object('Factur-X'),
    EF: { F: stored, UF: stored },
  });
  file.end();
  pdf.addNamedEmbeddedFile(INVOICE_FILE, file);
  pdf._root.data['AF'] = [file];
}

/** What the colors of the file mean. */
export function outputIntent(pdf: PdfWriter): Reference {
  const profile = pdf.ref({ N: 3, Filter: 'FlateDecode' });
  profile.write(packedProfile());
  profile.end();
  const intent = pdf.ref({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    Info: Object('sRGB IEC61966-2.1'),
    OutputConditionIdentifier: Object('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  });
  intent.end();
  return intent;
}

let packed: Uint8Array | undefined;

/** The same in every file, so it is compressed once. */
function packedProfile(): Uint8Array {
  packed ??= deflateSync(Buffer.from(srgbProfile, 'base64'));
  return packed;
}

/** A picture to be drawn, with the bytes that it has. */
export function imageObject(
  pdf: PdfWriter,
  { width, height, samples, packing, bytes }: Picture,
): Reference {
  const image = pdf.ref({
    ...{ Type: 'XObject', Subtype: 'Image', Width: width, Height: height },
    BitsPerComponent: 8,
    ColorSpace: samples === 1 ? 'DeviceGray' : 'DeviceRGB',
    ...(packing === 'jpeg'
      ? { Filter: 'DCTDecode' }
      : {
          Filter: 'FlateDecode',
          DecodeParms: { Predictor: 15, Colors: samples, BitsPerComponent: 8, Columns: width },
        }),
  });
  image.write(bytes);
  image.end();
  return image;
}
