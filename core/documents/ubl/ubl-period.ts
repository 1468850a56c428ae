import { element, textElement, type XmlElement } from '../../kernel/xml.ts';
import type { ElectronicPeriod } from '../electronic/electronic-invoice.ts';

/** The period of a document or of a line. */
export const periodElement = (period: ElectronicPeriod | undefined): XmlElement | undefined =>
  element(
    'cac:InvoicePeriod',
    textElement('cbc:StartDate', period?.from),
    textElement('cbc:EndDate', period?.until),
  );
