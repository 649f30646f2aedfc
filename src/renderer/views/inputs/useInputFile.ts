// A file for an input: chosen or dropped, read by main, and asked about first where it is a picture.

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { InputValues, PictureSettings } from '../../../shared/input.ts'
import { call } from '../../api.ts'

const isPicture = (path: string) => /\.(png|jpe?g|webp|bmp|gif|tiff?|avif)$/i.test(path)

interface Wanted {
  readonly path: string
  readonly image?: PictureSettings
}

export function useInputFile(sha256: string, input: string, onRead: (values: InputValues) => void) {
  /** The picture whose settings are being asked for. */
  const [picture, setPicture] = useState<string | null>(null)
  const read = useMutation({
    mutationFn: ({ path, image }: Wanted) =>
      call('models.addInput', { sha256, input, path, ...(image === undefined ? {} : { image }) }),
    onSuccess: onRead,
  })
  const begin = (path: string) => {
    if (isPicture(path)) setPicture(path)
    else read.mutate({ path })
  }
  const choose = useMutation({
    mutationFn: async (given?: () => string) =>
      given === undefined ? (await call('dialog.openInput', {})).path : given(),
    onSuccess: (path) => {
      if (path !== null) begin(path)
    },
  })
  return {
    choose: { mutate: () => choose.mutate(undefined) },
    /** `path` may throw a fault. */
    take: (path: () => string) => choose.mutate(path),
    picture,
    takePicture: (image: PictureSettings) => {
      if (picture !== null) read.mutate({ path: picture, image })
      setPicture(null)
    },
    leavePicture: () => setPicture(null),
    busy: read.isPending,
    error: choose.error ?? read.error,
  }
}
