/** The version that records of the catalog are written in. Version 1, which says none, has the same members. */
export const storedCatalogVersion = 2;
