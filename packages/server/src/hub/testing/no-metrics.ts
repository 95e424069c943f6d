import type { HubMetrics } from '../metrics.ts';

export const noMetrics: HubMetrics = {
  connectionOpened() {},
  connectionClosed() {},
  frameReceived() {},
  framesSent() {},
  slowReaderCutOff() {},
  historyRead() {},
};
