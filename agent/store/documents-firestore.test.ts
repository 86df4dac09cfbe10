import { testDocuments } from "./documents.contract.ts";
import { openEmptyFirestore } from "./testing/stores.ts";

testDocuments("openFirestore()", { open: openEmptyFirestore, histories: 8 });
