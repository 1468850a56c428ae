import { element, textElement, type XmlElement, xmlElementText } from '../../kernel/xml.ts';

/** What a file says of itself. */
export interface PdfFacts {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** BCP 47. */
  readonly language: string;
  readonly dated: Date;
  /** The document as CII, which the file then has as `factur-x.xml`. */
  readonly invoice: Uint8Array | undefined;
}

/** What a reader of Factur-X and ZUGFeRD looks for. */
export const INVOICE_FILE = 'factur-x.xml';

/** Who made the file, and with what. */
export const PRODUCER = 'Farthing';

/** The packet of metadata (XMP), with what PDF/A and Factur-X want it to say. */
export function metadataPacket(metadata: PdfFacts): string {
  const descriptions = [
    documentDescription(metadata),
    ...(metadata.invoice === undefined ? [] : [invoiceDescription, extensionSchema]),
  ];
  const packet: XmlElement = {
    name: 'x:xmpmeta',
    attributes: { 'xmlns:x': 'adobe:ns:meta/' },
    content: [{ name: 'rdf:RDF', attributes: { 'xmlns:rdf': RDF }, content: descriptions }],
  };
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n${xmlElementText(packet)}<?xpacket end="r"?>`;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

const description = (
  namespaces: Readonly<Record<string, string>>,
  content: readonly (XmlElement | undefined)[],
): XmlElement => ({
  name: 'rdf:Description',
  attributes: { 'rdf:about': '', ...namespaces },
  content: content.filter((one) => one !== undefined),
});

function documentDescription(metadata: PdfFacts): XmlElement {
  const { title, author, subject, language, dated } = metadata;
  const date = `${dated.toISOString().slice(0, 19)}Z`;
  return description(
    {
      'xmlns:pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
      'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
      'xmlns:xmp': 'http://ns.adobe.com/xap/1.0/',
      'xmlns:pdf': 'http://ns.adobe.com/pdf/1.3/',
    },
    [
      textElement('pdfaid:part', '3'),
      textElement('pdfaid:conformance', 'B'),
      element('dc:title', element('rdf:Alt', defaultText(title))),
      element('dc:creator', element('rdf:Seq', textElement('rdf:li', author))),
      element('dc:description', element('rdf:Alt', defaultText(subject))),
      element('dc:language', element('rdf:Bag', textElement('rdf:li', language))),
      textElement('xmp:CreateDate', date),
      textElement('xmp:ModifyDate', date),
      textElement('xmp:CreatorTool', PRODUCER),
      textElement('pdf:Producer', PRODUCER),
    ],
  );
}

const defaultText = (text: string): XmlElement | undefined =>
  textElement('rdf:li', text, { 'xml:lang': 'x-default' });

const FX = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

const invoiceDescription = description({ 'xmlns:fx': FX }, [
  // Of a credit note, too.
  textElement('fx:DocumentType', 'INVOICE'),
  textElement('fx:DocumentFileName', INVOICE_FILE),
  textElement('fx:Version', '1.0'),
  textElement('fx:ConformanceLevel', 'EN 16931'),
]);

const resource = (name: string, content: readonly (XmlElement | undefined)[]): XmlElement => ({
  name,
  attributes: { 'rdf:parseType': 'Resource' },
  content: content.filter((one) => one !== undefined),
});

const property = (name: string, what: string): XmlElement =>
  resource('rdf:li', [
    textElement('pdfaProperty:name', name),
    textElement('pdfaProperty:valueType', 'Text'),
    textElement('pdfaProperty:category', 'external'),
    textElement('pdfaProperty:description', what),
  ]);

/** PDF/A wants properties that are not its own to be described in the file. */
const extensionSchema = description(
  {
    'xmlns:pdfaExtension': 'http://www.aiim.org/pdfa/ns/extension/',
    'xmlns:pdfaSchema': 'http://www.aiim.org/pdfa/ns/schema#',
    'xmlns:pdfaProperty': 'http://www.aiim.org/pdfa/ns/property#',
  },
  [
    element(
      'pdfaExtension:schemas',
      element(
        'rdf:Bag',
        resource('rdf:li', [
          textElement('pdfaSchema:schema', 'Factur-X PDFA Extension Schema'),
          textElement('pdfaSchema:namespaceURI', FX),
          textElement('pdfaSchema:prefix', 'fx'),
          element(
            'pdfaSchema:property',
            element('rdf:Seq', [
              property('DocumentFileName', 'The name of the embedded XML document'),
              property('DocumentType', 'The type of the hybrid document in capital letters'),
              property('Version', 'The actual version of the standard of the embedded XML'),
              property('ConformanceLevel', 'The conformance level of the embedded XML'),
            ]),
          ),
        ]),
      ),
    ),
  ],
);
