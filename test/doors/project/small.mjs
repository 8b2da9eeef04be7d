// What a page pays for a classifier and its scaler.
import { MLPClassifier, StandardScaler } from 'hebb';

globalThis.small = { MLPClassifier, StandardScaler };
