/** The back camera of a phone and its light. */

/** @returns {Promise<MediaStream>} rejects when there is no camera or the person says no */
export function camera() {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}

/** @param {MediaStream | undefined} stream */
export function stop(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** @param {MediaStream} stream */
export function hasTorch(stream) {
  const [track] = stream.getVideoTracks();
  return Boolean(track?.getCapabilities?.().torch);
}

/** @param {MediaStream | undefined} stream @param {boolean} on @returns {Promise<boolean>} whether it worked */
export async function setTorch(stream, on) {
  const [track] = stream?.getVideoTracks() ?? [];
  try {
    await track?.applyConstraints({ advanced: [{ torch: on }] });
    return Boolean(track);
  } catch {
    return false;
  }
}
