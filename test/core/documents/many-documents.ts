import type { DocumentContent } from '../../../core/contract/invoices/invoice.ts';
import {
  aBuyer,
  aCreditNote,
  aLine,
  anInvoice,
  aSeller,
  aStatement,
  figures,
  standardRate,
} from './a-document.ts';

/** Names in every script that there are fonts for, and what fonts and their caches stumble over. */
const names: Readonly<Record<string, string>> = {
  Latin: 'Łódź Ünïcødé Nhà xuất bản Đường ș ğ',
  'Latin of many marks': 'Z̤͔a̐l̂g̈o ŵith m̄arks',
  Greek: 'Ελληνικά Παραδείγματα Α.Ε. ᾳ έ',
  Cyrillic: 'ООО «Пример», Україна Ђорђе ѝ й',
  Japanese: '株式会社サンプルひらがな々ー㈱髙﨑がぱ',
  'simplified Chinese': '上海示例信息技术有限公司',
  'traditional Chinese': '臺灣範例股份有限公司龜',
  Korean: '주식회사예시삼성힣',
  'Korean in parts': '주식회사',
  ligatures: 'Office fluffy ffi efficient affluent fjord',
  'characters of one glyph': 'µ μ Ω Ω Å Å ; · · K K ∆ Δ',
  'the same the other way round': 'Δ ∆ K · Å Ω μ µ',
  fractions: '1⁄2 12⁄345 x²',
  'numbers and kerning': 'AVAVA To Ty 1.111,11 LTA',
  'every script': 'Müller 株式会社 Ελλάς Пример 한국 fi ffl é',
  'no font': 'ร้าน Shop 🦊 שלום',
  unseen: 'A\u202eB\u200bC\u00adD\u0007E\nF\u00a0G\u3000H',
  spaces: '  two  spaces \t tab  ',
  Arabic: 'شركة المثال للتجارة (ذ.م.م) 2026 مُحَمَّد می‌خواهم ۱۲۳',
  Hebrew: 'חברת הדוגמה בע"מ (ישראל) 123 שָׁלוֹם',
  'both ways': 'Müller שלום GmbH, شركة 12.5 % 株式会社',
};

const party = (name: string) => ({
  name,
  address: { lines: [name, `${name} 2`], postalCode: '1', city: name, country: 'NL' },
});

/** Documents in which whatever is written is written in some script, by what they are called. */
export const manyDocuments: readonly (readonly [string, DocumentContent])[] = [
  ...Object.entries(names).map(
    ([script, name], index) =>
      [
        script,
        anInvoice({
          buyer: party(name),
          seller: { ...aSeller, email: `${index}@example.com` },
          notes: [`${name} `.repeat(12)],
          ...figures(
            [aLine({ description: `${name} ${index}` }), aLine({ description: name.repeat(9) })],
            standardRate,
          ),
        }),
      ] as const,
  ),
  ...Object.entries(names).map(
    ([script, name]) =>
      [`a name alone: ${script}`, anInvoice({ buyer: { ...aBuyer, name } })] as const,
  ),
  ['a credit note', aCreditNote({ reason: 'Outage of 3 May: efficient, Ελλάς' })],
  ['a statement', aStatement()],
  ['a draft', anInvoice({ status: 'draft', number: null, issuedAt: null, issueDate: null })],
  ['a void invoice', anInvoice({ status: 'void' })],
  ['no lines', anInvoice({ ...figures([], standardRate) })],
  [
    'many pages',
    anInvoice(
      figures(
        Array.from({ length: 90 }, (_, index) =>
          aLine({
            id: `${index}`,
            description: `Line ${index} of ${Object.values(names)[index % 18] ?? ''}`,
            quantity: String(index * 987_654_321),
            dimensions: { region: `Región ${index}`, tier: null },
          }),
        ),
        standardRate,
      ),
    ),
  ],
];
