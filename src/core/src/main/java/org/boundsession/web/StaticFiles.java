package org.boundsession.web;

/**
 * What a request for a static file requires: the files that {@code public-files} lists need no session, all others are
 * not served. Immutable.
 *
 * @param published the files that need no session
 * @param styled those of them whose pages may use inline styles and images in {@code data:} URLs
 * @param withheld those of them that are answered with 404
 */
record StaticFiles(PublicFiles published, PublicFiles styled, PublicFiles withheld) {

    /**
     * @param guard the init-parameters of the filter
     * @throws IllegalArgumentException if one of them is not a list of patterns
     */
    static StaticFiles declaredBy(InitParameters guard, Console console) {
        PublicFiles ofConsole = declared(guard, InitParameters.CONSOLE_FILES);
        return new StaticFiles(
                declared(guard, InitParameters.PUBLIC_FILES),
                declared(guard, InitParameters.INLINE_STYLE_FILES),
                console.isOn() ? PublicFiles.NONE : ofConsole);
    }

    private static PublicFiles declared(InitParameters guard, String name) {
        return guard.find(name).map(list -> PublicFiles.of(name, list)).orElse(PublicFiles.NONE);
    }

    Access accessTo(String path) {
        if (!published.contains(path)) {
            return Access.NOTHING;
        }
        if (withheld.contains(path)) {
            return Access.ABSENT;
        }
        return styled.contains(path) ? Access.STYLED_ASSET : Access.ASSET;
    }
}
