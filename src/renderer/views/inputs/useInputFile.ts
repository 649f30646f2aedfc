// A file for an input, or a folder of samples: chosen or dropped, read by main, and asked about first where it is a
// picture or may hold pictures.

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { InputValues, PictureSettings } from '../../../shared/input.ts'
import { call } from '../../api.ts'
import { isPicture } from './picture.ts'

const isTensors = (path: string) => /\.np[yz]$/i.test(path)

interface Wanted {
  readonly path: string
  readonly image?: PictureSettings
}

interface Asked {
  /** Where it is known without asking; may throw a fault. */
  readonly path?: () => string
  readonly folder: boolean
}

interface InputPlace {
  readonly sha256: string
  readonly input: string
  /** What is read is samples to look at a model with: a folder of them will do, or more than a fixed batch. */
  readonly samples: boolean
}

export function useInputFile(
  { sha256, input, samples }: InputPlace,
  onRead: (values: InputValues) => void,
) {
  /** The picture whose settings are being asked for. */
  const [picture, setPicture] = useState<string | null>(null)
  const read = useMutation({
    mutationFn: ({ path, image }: Wanted) =>
      call('models.addInput', {
        sha256,
        input,
        path,
        samples,
        ...(image === undefined ? {} : { image }),
      }),
    onSuccess: onRead,
  })
  const begin = (path: string) => {
    if (isPicture(path) || (samples && !isTensors(path))) setPicture(path)
    else read.mutate({ path })
  }
  const choose = useMutation({
    mutationFn: async ({ path, folder }: Asked) =>
      path === undefined ? (await call('dialog.openInput', { folder })).path : path(),
    onSuccess: (path) => {
      if (path !== null) begin(path)
    },
  })
  return {
    choose: (folder = false) => choose.mutate({ folder }),
    /** `path` may throw a fault. */
    take: (path: () => string) => choose.mutate({ path, folder: false }),
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
