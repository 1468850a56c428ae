import { describe, expect, it } from '@jest/globals';
import { documentCii } from '../../../core/documents/cii/document-cii.ts';
import { aCreditNote, anInvoice, aStatement } from './a-document.ts';
import { fileOf } from './pdf-file.ts';
import { reference } from './pdf-objects.ts';

describe('the invoice in the file (Factur-X)', () => {
  it.each([
    ['an invoice', anInvoice()],
    ['a credit note', aCreditNote()],
  ])(
    'of %s is its CII, under the name, date and relationship that readers look for',
    async (_, document) => {
      const { objects, catalog } = await fileOf(document);
      const result = documentCii(document);
      const date = `(D:${document.issuedAt?.replace(/[-:T]/g, '') ?? ''})`;

      const file = objects.get(/\/AF \[(\d+) 0 R\]/.exec(catalog)?.[1] ?? '')?.dictionary ?? '';
      const stored = objects.get(/\/EF <<\n\/F (\d+) 0 R/.exec(file)?.[1] ?? '');

      expect(file).toMatch(/\/Type \/Filespec\n\/AFRelationship \/Alternative/);
      expect(file).toMatch(/\/F \(factur-x\.xml\)\n\/UF \(factur-x\.xml\)/);
      expect(stored?.dictionary).toContain('/Type /EmbeddedFile\n/Subtype /text#2Fxml');
      expect(stored?.dictionary).toContain(`/CreationDate ${date}\n/ModDate ${date}`);
      expect('xml' in result && result.xml).toBe(
        Buffer.from(stored?.stream ?? '', 'latin1').toString('utf8'),
      );
      expect(objects.get(reference(catalog, 'Names'))?.dictionary).toContain('/EmbeddedFiles');
    },
  );

  it('is told of in the metadata, with what the properties mean', async () => {
    const { metadata } = await fileOf(aCreditNote());

    for (const property of [
      '<fx:DocumentType>INVOICE</fx:DocumentType>',
      '<fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>',
      '<fx:Version>1.0</fx:Version>',
      '<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>',
      '<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>',
      ...['DocumentFileName', 'DocumentType', 'Version', 'ConformanceLevel'].map(
        (name) => `<pdfaProperty:name>${name}</pdfaProperty:name>`,
      ),
    ]) {
      expect(metadata).toContain(property);
    }
  });

  it.each([
    ['that EN 16931 does not allow', anInvoice({ seller: { name: 'Nobody' } })],
    [
      'that is a draft',
      anInvoice({ status: 'draft', number: null, issuedAt: null, issueDate: null }),
    ],
    ['that is a statement', aStatement()],
    ['that is void', anInvoice({ status: 'void' })],
  ])('is not in a document %s, which says nothing of it either', async (_, document) => {
    const { catalog, objects, metadata } = await fileOf(document);

    expect(catalog).not.toContain('/AF');
    expect(metadata).not.toContain('factur-x');
    expect([...objects.values()].some(({ dictionary }) => dictionary.includes('/Filespec'))).toBe(
      false,
    );
  });
});
