/** Something with `detect(video)`: the browser's own reader, else one in WebAssembly, fetched only then. */

const FORMATS = ["qr_code", "data_matrix", "ean_13", "ean_8", "upc_a", "code_128"];

/**
 * @param {string} wasm path of the nested WebAssembly file
 * @returns {Promise<{detect: (source: CanvasImageSource) => Promise<{rawValue: string, format: string}[]>}>}
 */
export async function detector(wasm) {
  const own = await native();
  if (own) return own;
  const { BarcodeDetector, prepareZXingModule } = await import("../../vendor/barcode-detector/ponyfill.js");
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector({ formats: FORMATS });
}

async function native() {
  if (!("BarcodeDetector" in globalThis)) return undefined;
  const known = await globalThis.BarcodeDetector.getSupportedFormats().catch(() => []);
  const formats = FORMATS.filter((format) => known.includes(format));
  return formats.includes("qr_code") && formats.includes("code_128") ? new globalThis.BarcodeDetector({ formats }) : undefined;
}
