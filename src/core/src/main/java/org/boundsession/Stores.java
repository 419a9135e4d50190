package org.boundsession;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.boundsession.settings.Format;
import org.boundsession.settings.Setting;
import org.boundsession.settings.Source;
import org.boundsession.store.SessionStore;
import org.boundsession.store.StoreContext;
import org.boundsession.store.StoreProvider;

/** The places where sessions can live: the container, and each store that the application contains. Immutable. */
final class Stores {

    /** The value of {@code bound-session.store} without a store. */
    static final String CONTAINER = "container";

    /** The stores that are separate libraries, for the message about a missing one. */
    private static final List<String> LIBRARIES = List.of("jdbc", "redis");

    private final List<StoreProvider> providers;
    private final Setting<String> choice;

    Stores(List<StoreProvider> providers) {
        this.providers = List.copyOf(providers);
        List<String> names = Stream.concat(
                        Stream.of(CONTAINER),
                        providers.stream().map(StoreProvider::name).sorted())
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("two libraries in the application bring a store of one name: "
                    + String.join(", ", names) + "; remove one of them");
        }
        choice = Setting.of(
                "store", format(names), CONTAINER, "Where sessions live; jdbc and redis need a session-secret");
    }

    static Stores onClassPath() {
        return new Stores(ServiceLoader.load(StoreProvider.class, Stores.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    private static Format<String> format(List<String> names) {
        Format<String> present = Format.oneOf(names);
        String missing = LIBRARIES.stream()
                .filter(name -> !names.contains(name))
                .map(name -> "; " + name + " needs the library bound-session-" + name)
                .reduce("", String::concat);
        return new Format<>(present.expectation() + missing, present::parse);
    }

    /** Returns all settings, including those of the stores. */
    List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(KnownSettings.FIXED);
        all.add(choice);
        providers.forEach(provider -> all.addAll(provider.settings()));
        return all;
    }

    String chosen(Source source) {
        return source.get(choice);
    }

    /** Opens the store with this name; empty for the container. */
    Optional<SessionStore> open(String name, StoreContext context) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .map(provider -> provider.open(context));
    }
}
