import { storeConformance } from '../../testing/conformance.ts';
import { openMemoryStores } from '../../testing/memory-stores.ts';

storeConformance('The database of tests', () => openMemoryStores());
