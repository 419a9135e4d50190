package org.boundsession.binding.signature;

/** A part of a signature is malformed or missing. The message names the part and never contains its value. */
final class MalformedSignatureException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedSignatureException(String message) {
        super(message, null, false, false);
    }
}
