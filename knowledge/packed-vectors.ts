/** Vectors as a scale and a byte a dimension, one after another: a quarter of their size, cosines within 0.01. */
export function toBytes(vectors: readonly Float32Array[]): Uint8Array {
  const dimensions = vectors[0]?.length ?? 0;
  const size = 4 + dimensions;
  const bytes = new DataView(new ArrayBuffer(vectors.length * size));
  for (const [i, vector] of vectors.entries()) {
    const scale = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
    bytes.setFloat32(i * size, scale);
    for (const [k, value] of vector.entries())
      bytes.setInt8(i * size + 4 + k, scale > 0 ? Math.round(value / scale) : 0);
  }
  return new Uint8Array(bytes.buffer);
}

/** What `toBytes` was given, as far as bytes tell. Empty for no bytes or no dimensions. */
export function fromBytes(bytes: Uint8Array, dimensions: number): readonly Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = 4 + dimensions;
  const count = dimensions > 0 ? Math.floor(bytes.byteLength / size) : 0;
  return Array.from({ length: count }, (_, i) => {
    const scale = view.getFloat32(i * size);
    return Float32Array.from(
      { length: dimensions },
      (__, k) => scale * view.getInt8(i * size + 4 + k),
    );
  });
}
