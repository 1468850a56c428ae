import type { Party } from '../contract/invoices/invoice.ts';
import { definedOnly } from '../kernel/defined-only.ts';
import type { Customer } from './customer.ts';

/** What invoices say of a customer. */
export const buyerOf = ({
  name,
  address,
  taxNumber,
  registrationNumber,
  email,
  electronicAddress,
  contact,
}: Customer): Party =>
  definedOnly({ name, address, taxNumber, registrationNumber, email, electronicAddress, contact });
