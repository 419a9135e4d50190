package org.boundsession.client.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.boundsession.client.Binding;
import org.boundsession.client.BoundSessionClient;

/** One user of a server, with a client of its own. Thread-safe. */
record Flow(URI root, RecordingHttpClient http, BoundSessionClient client) {

    static final String EMPLOYEES = "getemployeedetails?limit=1";
    static final String PAYMENTS = "getpaymentdetails?limit=1";

    /** The secret is the user's name and {@code -secret-1}. */
    static Flow of(URI root, String user) {
        return of(root, user, Binding.SECRET);
    }

    static Flow of(URI root, String user, Binding binding) {
        RecordingHttpClient http = new RecordingHttpClient();
        return new Flow(root, http, builder(root, user, http).binding(binding).build());
    }

    static BoundSessionClient.Builder builder(URI root, String user, RecordingHttpClient http) {
        return BoundSessionClient.builder(root)
                .user(user)
                .password((user + "-password")::toCharArray)
                .secret((user + "-secret-1")::toCharArray)
                .httpClient(http);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Returns the statuses of all answers, those of logins included. */
    List<Integer> statuses() {
        return http.exchanges().stream()
                .map(RecordingHttpClient.Exchange::status)
                .toList();
    }
}
