/** A city with its library, and what its invoices need to say. */
export interface DemoPlace {
  readonly city: string;
  readonly country: string;
  readonly timezone: string;
  /** As the library calls itself. */
  readonly library: string;
  readonly street: string;
  readonly postalCode: string;
  /** Only in the European Union. */
  readonly taxNumber?: string;
}

/** Where the demo's magazine is read: offsets of quarter hours, three scripts, three ways to be taxed. */
export const places: readonly [DemoPlace, ...DemoPlace[]] = [
  {
    city: 'London',
    country: 'GB',
    timezone: 'Europe/London',
    library: 'London Public Library',
    street: '10 Paper Lane',
    postalCode: 'EC1A 1AA',
  },
  {
    city: 'Paris',
    country: 'FR',
    timezone: 'Europe/Paris',
    library: 'Bibliothèque publique de Paris',
    street: '12 rue du Papier',
    postalCode: '75004',
    taxNumber: 'FR40303265045',
  },
  {
    city: 'Berlin',
    country: 'DE',
    timezone: 'Europe/Berlin',
    library: 'Öffentliche Bibliothek Berlin',
    street: 'Papierstraße 30',
    postalCode: '10178',
    taxNumber: 'DE136695976',
  },
  {
    city: 'Tokyo',
    country: 'JP',
    timezone: 'Asia/Tokyo',
    library: '東京公共図書館',
    street: '紙町 5-7-13',
    postalCode: '106-8575',
  },
  {
    city: 'Lisbon',
    country: 'PT',
    timezone: 'Europe/Lisbon',
    library: 'Biblioteca Pública de Lisboa',
    street: 'Rua do Papel 80',
    postalCode: '1100-420',
    taxNumber: 'PT501442600',
  },
  {
    city: 'New York',
    country: 'US',
    timezone: 'America/New_York',
    library: 'New York Reading Room',
    street: '500 Paper Street',
    postalCode: 'NY 10018',
  },
  {
    city: 'Denver',
    country: 'US',
    timezone: 'America/Denver',
    library: 'Denver Reading Room',
    street: '10 Paper Parkway',
    postalCode: 'CO 80204',
  },
  {
    city: 'St John’s',
    country: 'CA',
    timezone: 'America/St_Johns',
    library: 'St John’s Reading Room',
    street: '125 Paper Hill',
    postalCode: 'A1B 3A3',
  },
  {
    city: 'Sao Paulo',
    country: 'BR',
    timezone: 'America/Sao_Paulo',
    library: 'Biblioteca Pública de São Paulo',
    street: 'Rua do Papel 94',
    postalCode: '01302-000',
  },
  {
    city: 'Mumbai',
    country: 'IN',
    timezone: 'Asia/Kolkata',
    library: 'Mumbai Public Library',
    street: '3 Paper Circle',
    postalCode: '400001',
  },
  {
    city: 'Kathmandu',
    country: 'NP',
    timezone: 'Asia/Kathmandu',
    library: 'Kathmandu Public Library',
    street: '7 Paper Road',
    postalCode: '44600',
  },
  {
    city: 'Athens',
    country: 'GR',
    timezone: 'Europe/Athens',
    library: 'Δημόσια Βιβλιοθήκη Αθηνών',
    street: 'Οδός Χαρτιού 50',
    postalCode: '104 38',
    taxNumber: 'EL094259216',
  },
];

/** The how-manieth place, round and round. */
export const placeAt = (index: number): DemoPlace => places[index % places.length] ?? places[0];
